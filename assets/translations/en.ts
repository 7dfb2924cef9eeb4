<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>nghisu</name>
    <message>
        <source>Lời ghi</source>
        <translation>Transcript</translation>
    </message>
    <message>
        <source>Lời phát biểu sẽ hiện ở đây khi ghi âm.</source>
        <translation>Speech appears here while recording.</translation>
    </message>
    <message>
        <source>Sửa lời ghi</source>
        <translation>Correct the transcript</translation>
    </message>
    <message>
        <source>Lưu</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Bỏ đoạn này</source>
        <translation>Strike out</translation>
    </message>
    <message>
        <source>Thôi</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Khôi phục</source>
        <translation>Restore</translation>
    </message>
    <message>
        <source>dự kiến {time}</source>
        <translation>planned for {time}</translation>
    </message>
    <message>
        <source>Máy chép: {engine}, chậm {seconds} giây</source>
        <translation>Transcribed by {engine}, {seconds} s behind</translation>
    </message>
    <message>
        <source>mở lúc {time}</source>
        <translation>opened at {time}</translation>
    </message>
    <message>
        <source>Chưa rõ người nói</source>
        <translation>Speaker unknown</translation>
    </message>
    <message>
        <source>GHI ÂM</source>
        <translation>RECORD</translation>
    </message>
    <message>
        <source>ĐANG MỞ MICRO…</source>
        <translation>OPENING…</translation>
    </message>
    <message>
        <source>ĐANG GHI</source>
        <translation>RECORDING</translation>
    </message>
    <message>
        <source>ĐANG LƯU…</source>
        <translation>SAVING…</translation>
    </message>
    <message>
        <source>xong lúc {time}</source>
        <translation>done at {time}</translation>
    </message>
    <message>
        <source>Đã lưu an toàn {time}</source>
        <translation>{time} safely stored</translation>
    </message>
    <message>
        <source>bấm để dừng</source>
        <translation>tap to stop</translation>
    </message>
    <message>
        <source>bấm để bắt đầu</source>
        <translation>tap to start</translation>
    </message>
    <message>
        <source>Mức âm thanh</source>
        <translation>Sound level</translation>
    </message>
    <message>
        <source>To quá, xin để micro xa hơn</source>
        <translation>Too loud, move the microphone away</translation>
    </message>
    <message>
        <source>Chưa nghe thấy tiếng</source>
        <translation>No sound yet</translation>
    </message>
    <message>
        <source>Nghe rõ</source>
        <translation>Sound is clear</translation>
    </message>
    <message>
        <source>Mở phiên</source>
        <translation>Open sitting</translation>
    </message>
    <message>
        <source>Chương trình</source>
        <translation>Agenda</translation>
    </message>
    <message>
        <source>Mở mục này</source>
        <translation>Open item</translation>
    </message>
    <message>
        <source>Đăng ký phát biểu</source>
        <translation>Ask to speak</translation>
    </message>
    <message>
        <source>Chưa có ai đăng ký.</source>
        <translation>Nobody has asked to speak.</translation>
    </message>
    <message>
        <source>Mời phát biểu</source>
        <translation>Give the floor</translation>
    </message>
    <message>
        <source>Mời người khác</source>
        <translation>Someone else</translation>
    </message>
    <message>
        <source>Kết thúc phát biểu</source>
        <translation>End speech</translation>
    </message>
    <message>
        <source>Xuất biên bản</source>
        <translation>Export minutes</translation>
    </message>
    <message>
        <source>Đăng ký phát biểu ({count})</source>
        <translation>Asked to speak ({count})</translation>
    </message>
    <message>
        <source>Có mặt {present} / {convened} đại biểu</source>
        <translation>{present} / {convened} delegates present</translation>
    </message>
    <message>
        <source>Phiên chính thức</source>
        <translation>Official sitting</translation>
    </message>
    <message>
        <source>Đã mở phiên.</source>
        <translation>The sitting is open.</translation>
    </message>
    <message>
        <source>Đang phát biểu</source>
        <translation>Speaking now</translation>
    </message>
    <message>
        <source>Chưa có ai</source>
        <translation>Nobody</translation>
    </message>
    <message>
        <source>Kết thúc phiên</source>
        <translation>Close sitting</translation>
    </message>
    <message>
        <source>Kết thúc mục</source>
        <translation>Close item</translation>
    </message>
    <message>
        <source>Đã kết thúc phiên.</source>
        <translation>The sitting is closed.</translation>
    </message>
    <message>
        <source>Đã xuất biên bản.</source>
        <translation>The minutes have been exported.</translation>
    </message>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Phát biểu</source>
        <translation>Floor</translation>
    </message>
    <message>
        <source>mục {position} của chương trình</source>
        <translation>agenda item {position}</translation>
    </message>
    <message>
        <source>chưa tải xong về máy này</source>
        <translation>not yet on this device</translation>
    </message>
    <message numerus="yes">
        <source>{n} trang</source>
        <translation>
            <numerusform>{n} page</numerusform>
            <numerusform>{n} pages</numerusform>
        </translation>
    </message>
    <message>
        <source>Tài liệu</source>
        <translation>Documents</translation>
    </message>
    <message>
        <source>Tìm tài liệu theo tên</source>
        <translation>Find a document by title</translation>
    </message>
    <message>
        <source>Tìm tài liệu theo tên…</source>
        <translation>Find a document by title…</translation>
    </message>
    <message>
        <source>Danh sách tài liệu</source>
        <translation>List of documents</translation>
    </message>
    <message>
        <source>Tài liệu này đang được tải về.</source>
        <translation>This document is still being fetched.</translation>
    </message>
    <message>
        <source>Anh/chị mở lại sau ít phút.</source>
        <translation>Please open it again in a few minutes.</translation>
    </message>
    <message>
        <source>Tất cả</source>
        <translation>All</translation>
    </message>
    <message>
        <source>Không có tài liệu nào tên như “{text}”.</source>
        <translation>No document has a title like “{text}”.</translation>
    </message>
    <message>
        <source>Chưa có tài liệu. Tài liệu sẽ tự về khi máy nối được với hội trường.</source>
        <translation>No documents yet. They arrive by themselves once this device reaches the hall.</translation>
    </message>
    <message>
        <source>Điểm danh cách khác</source>
        <translation>Other ways to check in</translation>
    </message>
    <message>
        <source>Quét mã trên thẻ</source>
        <translation>Scan a badge</translation>
    </message>
    <message>
        <source>Lý do khác</source>
        <translation>Another reason</translation>
    </message>
    <message>
        <source>Lý do khác…</source>
        <translation>Another reason…</translation>
    </message>
    <message>
        <source>Điểm danh</source>
        <translation>Check in</translation>
    </message>
    <message>
        <source>Lý do điểm danh bằng tay</source>
        <translation>Reason for checking in by hand</translation>
    </message>
    <message>
        <source>Hoặc tìm theo tên</source>
        <translation>Or find by name</translation>
    </message>
    <message>
        <source>Đang mở máy ảnh…</source>
        <translation>Opening the camera…</translation>
    </message>
    <message>
        <source>Mời đưa mã trên thẻ vào giữa khung</source>
        <translation>Please hold the code on your badge in the frame</translation>
    </message>
    <message>
        <source>Đủ số đại biểu cần thiết</source>
        <translation>Quorum reached</translation>
    </message>
    <message numerus="yes">
        <source>Cần có {n} đại biểu</source>
        <translation>
            <numerusform>{n} delegate needed</numerusform>
            <numerusform>{n} delegates needed</numerusform>
        </translation>
    </message>
    <message>
        <source>Không dùng khuôn mặt</source>
        <translation>Without my face</translation>
    </message>
    <message>
        <source>Máy chưa nhận ra</source>
        <translation>Not recognised</translation>
    </message>
    <message>
        <source>Chưa có ảnh hoặc thẻ</source>
        <translation>No photograph or badge</translation>
    </message>
    <message>
        <source>Máy ảnh hỏng</source>
        <translation>Camera out of order</translation>
    </message>
    <message>
        <source>Mời đứng vào khung và nhìn vào máy</source>
        <translation>Please stand in the frame and look here</translation>
    </message>
    <message>
        <source>Mời lại gần hơn</source>
        <translation>Please come closer</translation>
    </message>
    <message>
        <source>Mời lùi lại một chút</source>
        <translation>Please step back a little</translation>
    </message>
    <message>
        <source>Chỗ này tối, mời đứng ra chỗ sáng hơn</source>
        <translation>It is dark here, please move into the light</translation>
    </message>
    <message>
        <source>Sau lưng sáng quá, mời xoay người một chút</source>
        <translation>Too bright behind you, please turn a little</translation>
    </message>
    <message>
        <source>Mời đứng yên một chút</source>
        <translation>Please stand still</translation>
    </message>
    <message>
        <source>Mời nhìn thẳng vào máy</source>
        <translation>Please look straight ahead</translation>
    </message>
    <message>
        <source>Mời từng người một</source>
        <translation>One person at a time, please</translation>
    </message>
    <message>
        <source>Xin giữ nguyên…</source>
        <translation>Please hold still…</translation>
    </message>
    <message>
        <source>Mời chớp mắt, hoặc quay đầu một chút</source>
        <translation>Please blink, or turn your head a little</translation>
    </message>
    <message>
        <source>Chỗ ngồi {seat}</source>
        <translation>Seat {seat}</translation>
    </message>
    <message>
        <source>Đã điểm danh</source>
        <translation>Checked in</translation>
    </message>
    <message>
        <source>Đã điểm danh lúc {time}</source>
        <translation>Checked in at {time}</translation>
    </message>
    <message>
        <source>Máy chưa nhận ra anh/chị</source>
        <translation>You were not recognised</translation>
    </message>
    <message>
        <source>Mời anh/chị nhìn thẳng vào máy lần nữa, hoặc điểm danh cách khác.</source>
        <translation>Please look straight ahead once more, or check in another way.</translation>
    </message>
    <message>
        <source>Khách mời {present} / {all}</source>
        <translation>Guests {present} / {all}</translation>
    </message>
    <message>
        <source>Máy chưa nhìn rõ</source>
        <translation>The camera cannot see clearly</translation>
    </message>
    <message>
        <source>Mời anh/chị bỏ vật che mặt, nhìn thẳng vào máy, hoặc điểm danh cách khác.</source>
        <translation>Please uncover your face and look straight ahead, or check in another way.</translation>
    </message>
    <message>
        <source>Máy chưa chắc chắn</source>
        <translation>The camera is not sure</translation>
    </message>
    <message>
        <source>Mời anh/chị gặp người phụ trách cửa để điểm danh theo tên.</source>
        <translation>Please see the steward, who checks you in by name.</translation>
    </message>
    <message>
        <source>Thẻ này không có trong danh sách</source>
        <translation>This badge is not on the roster</translation>
    </message>
    <message>
        <source>Mời anh/chị tìm theo tên, hoặc gặp Ban thẩm tra tư cách đại biểu.</source>
        <translation>Please find your name, or see the credentials board.</translation>
    </message>
    <message>
        <source>Danh mục</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Điểm danh không dùng máy ảnh</source>
        <translation>Check in without the camera</translation>
    </message>
    <message>
        <source>Dùng khuôn mặt</source>
        <translation>Use my face</translation>
    </message>
    <message>
        <source>Đại biểu có mặt</source>
        <translation>Delegates present</translation>
    </message>
    <message>
        <source>Trang {page} trên {pages}</source>
        <translation>Page {page} of {pages}</translation>
    </message>
    <message>
        <source>Mời anh/chị phát biểu, thời gian {time}.</source>
        <translation>You have the floor for {time}.</translation>
    </message>
    <message>
        <source>Đã đăng ký, thứ {place} trong danh sách.</source>
        <translation>You are number {place} in the queue.</translation>
    </message>
    <message>
        <source>Điểm danh xong, anh/chị có thể đăng ký phát biểu.</source>
        <translation>You can ask to speak once you have checked in.</translation>
    </message>
    <message>
        <source>Đang diễn ra</source>
        <translation>Happening now</translation>
    </message>
    <message>
        <source>Đang nghỉ giữa hai mục</source>
        <translation>Between two items</translation>
    </message>
    <message>
        <source>Đại hội đã bế mạc</source>
        <translation>The congress is closed</translation>
    </message>
    <message>
        <source>Đại hội chưa bắt đầu</source>
        <translation>The congress has not begun</translation>
    </message>
    <message>
        <source>Đã xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>dự kiến {time} phút</source>
        <translation>{time} minutes planned</translation>
    </message>
    <message>
        <source>có tài liệu</source>
        <translation>with documents</translation>
    </message>
    <message>
        <source>Anh/chị có thể đọc tài liệu trong lúc chờ.</source>
        <translation>You can read the documents meanwhile.</translation>
    </message>
    <message>
        <source>Mở tài liệu của mục này</source>
        <translation>Open this item's documents</translation>
    </message>
    <message>
        <source>Đọc tiếp</source>
        <translation>Continue reading</translation>
    </message>
    <message>
        <source>Tìm tài liệu</source>
        <translation>Find a document</translation>
    </message>
    <message>
        <source>Rút đăng ký</source>
        <translation>Withdraw request</translation>
    </message>
    <message>
        <source>Tiếp theo</source>
        <translation>Next</translation>
    </message>
    <message numerus="yes">
        <source>{n} tài liệu</source>
        <translation>
            <numerusform>{n} document</numerusform>
            <numerusform>{n} documents</numerusform>
        </translation>
    </message>
    <message>
        <source>Mục này không có tài liệu.</source>
        <translation>This item has no documents.</translation>
    </message>
    <message>
        <source>Chạm vào trang để thử lại.</source>
        <translation>Tap the page to try again.</translation>
    </message>
    <message>
        <source>Mục lục</source>
        <translation>Contents</translation>
    </message>
    <message>
        <source>Trang trước</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Trang sau</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>Nhỏ</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Vừa bề ngang</source>
        <translation>Fit width</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Larger</translation>
    </message>
    <message>
        <source>Trang {page} trên {pages}, chọn trang</source>
        <translation>Page {page} of {pages}, choose a page</translation>
    </message>
    <message>
        <source>Đang mở tài liệu…</source>
        <translation>Opening the document…</translation>
    </message>
    <message>
        <source>Đến trang</source>
        <translation>Go to page</translation>
    </message>
    <message>
        <source>Số trang</source>
        <translation>Page number</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Nhập số trang, từ 1 đến {pages}</source>
        <translation>Type a page number from 1 to {pages}</translation>
    </message>
    <message>
        <source>Mở trang này</source>
        <translation>Show this page</translation>
    </message>
    <message>
        <source>Lời phát biểu</source>
        <translation>Speech</translation>
    </message>
    <message>
        <source>Đại hội đang họp</source>
        <translation>The congress is in session</translation>
    </message>
    <message>
        <source>Kính chào quý đại biểu</source>
        <translation>Welcome, delegates</translation>
    </message>
    <message>
        <source>Cỡ chữ và màu nền</source>
        <translation>Text size and background</translation>
    </message>
    <message>
        <source>Đã hiểu</source>
        <translation>Understood</translation>
    </message>
    <message>
        <source>Điều hành và biên bản</source>
        <translation>Chair and minutes</translation>
    </message>
    <message>
        <source>Màn hình hội trường</source>
        <translation>Hall screen</translation>
    </message>
    <message>
        <source>Kết nối và thiết bị</source>
        <translation>Connection and device</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
    <message>
        <source>Chữ và màu</source>
        <translation>Text and colour</translation>
    </message>
    <message>
        <source>Cỡ chữ</source>
        <translation>Text size</translation>
    </message>
    <message>
        <source>Màu nền</source>
        <translation>Background</translation>
    </message>
    <message>
        <source>Ngôn ngữ</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Không chuyển động</source>
        <translation>No motion</translation>
    </message>
    <message>
        <source>Âm báo nhẹ</source>
        <translation>Soft sounds</translation>
    </message>
    <message>
        <source>Chữ thường</source>
        <translation>Normal text</translation>
    </message>
    <message>
        <source>Chữ lớn</source>
        <translation>Large text</translation>
    </message>
    <message>
        <source>Chữ rất lớn</source>
        <translation>Very large text</translation>
    </message>
    <message>
        <source>Ban ngày</source>
        <translation>Day</translation>
    </message>
    <message>
        <source>Màu giấy</source>
        <translation>Sepia</translation>
    </message>
    <message>
        <source>Ban đêm</source>
        <translation>Night</translation>
    </message>
    <message>
        <source>Nghị Sự</source>
        <translation>Nghị Sự</translation>
    </message>
    <message>
        <source>Đóng chương trình</source>
        <translation>Close the program</translation>
    </message>
    <message>
        <source>Chưa nối được với hội trường</source>
        <translation>The hall cannot be reached</translation>
    </message>
    <message>
        <source>Anh/chị vẫn đọc và làm việc bình thường. Việc đã ghi sẽ tự gửi khi có mạng.</source>
        <translation>You can read and work as usual. What was recorded is sent once there is a network.</translation>
    </message>
    <message>
        <source>Việc khác</source>
        <translation>Something else</translation>
    </message>
    <message>
        <source>Việc đã ghi, chưa gửi</source>
        <translation>Recorded, not yet sent</translation>
    </message>
    <message>
        <source>Đồng bộ lần cuối</source>
        <translation>Last synchronised</translation>
    </message>
    <message>
        <source>Địa chỉ máy chủ hội trường</source>
        <translation>Address of the hall's server</translation>
    </message>
    <message>
        <source>Tên máy này</source>
        <translation>Name of this device</translation>
    </message>
    <message>
        <source>Người dùng máy</source>
        <translation>Used by</translation>
    </message>
    <message>
        <source>Đã nối với hội trường</source>
        <translation>Connected to the hall</translation>
    </message>
    <message>
        <source>Mọi việc đã được gửi và nhận đủ.</source>
        <translation>Everything has been sent and received.</translation>
    </message>
    <message>
        <source>Đang gửi và nhận</source>
        <translation>Sending and receiving</translation>
    </message>
    <message>
        <source>Anh/chị cứ tiếp tục làm việc.</source>
        <translation>You can go on working.</translation>
    </message>
    <message>
        <source>Đang nối với hội trường</source>
        <translation>Connecting to the hall</translation>
    </message>
    <message>
        <source>chưa lần nào</source>
        <translation>never</translation>
    </message>
    <message>
        <source>chưa có</source>
        <translation>none yet</translation>
    </message>
    <message>
        <source>dùng chung</source>
        <translation>shared</translation>
    </message>
    <message>
        <source>Hủy điểm danh</source>
        <translation>Check-in undone</translation>
    </message>
    <message>
        <source>Ghi nhận đồng ý dùng khuôn mặt</source>
        <translation>Consent to the use of a face</translation>
    </message>
    <message>
        <source>Rút đăng ký phát biểu</source>
        <translation>Request to speak withdrawn</translation>
    </message>
    <message>
        <source>Mở mục chương trình</source>
        <translation>Agenda item opened</translation>
    </message>
    <message>
        <source>Kết thúc mục chương trình</source>
        <translation>Agenda item closed</translation>
    </message>
    <message>
        <source>Thu hồi tài liệu</source>
        <translation>Document called back</translation>
    </message>
    <message>
        <source>Tài liệu đang tải về</source>
        <translation>Documents being fetched</translation>
    </message>
    <message>
        <source>Thử nối ngay</source>
        <translation>Connect now</translation>
    </message>
    <message>
        <source>Không có. Mọi việc gửi đi đều được nhận.</source>
        <translation>None. Everything that was sent has been accepted.</translation>
    </message>
    <message>
        <source>Việc hội trường chưa nhận</source>
        <translation>Not accepted by the hall</translation>
    </message>
    <message>
        <source>Dùng địa chỉ này</source>
        <translation>Use this address</translation>
    </message>
    <message>
        <source>Tìm quanh đây</source>
        <translation>Search nearby</translation>
    </message>
    <message>
        <source>Máy chủ tìm thấy</source>
        <translation>Servers found</translation>
    </message>
    <message>
        <source>Đang tìm máy chủ quanh đây…</source>
        <translation>Searching for servers nearby…</translation>
    </message>
    <message>
        <source>Đổi địa chỉ máy chủ hội trường</source>
        <translation>Change the hall's address</translation>
    </message>
    <message>
        <source>Ví dụ: 192.168.1.10. Người phụ trách kỹ thuật có địa chỉ này.</source>
        <translation>For example 192.168.1.10. The technical staff know the address.</translation>
    </message>
    <message>
        <source>Đang tải tài liệu: {percent}%</source>
        <translation>Fetching documents: {percent}%</translation>
    </message>
    <message>
        <source>Đã lưu địa chỉ. Máy đang thử nối.</source>
        <translation>The address is saved. Trying to connect.</translation>
    </message>
    <message>
        <source>Không tìm thấy. Anh/chị nhập địa chỉ do người phụ trách kỹ thuật đưa.</source>
        <translation>None found. Type the address given by the technical staff.</translation>
    </message>
    <message>
        <source>Mã mở máy</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Xóa</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Mã mở máy gồm từ {least} đến {most} chữ số.</source>
        <translation>The PIN has {least} to {most} digits.</translation>
    </message>
    <message>
        <source>Mã này dễ đoán quá, xin chọn mã khác.</source>
        <translation>This PIN is too easy to guess, please choose another.</translation>
    </message>
    <message>
        <source>Hai lần nhập mã chưa giống nhau.</source>
        <translation>The two entries are not the same.</translation>
    </message>
    <message>
        <source>Máy của đại hội</source>
        <translation>Device of the congress</translation>
    </message>
    <message>
        <source>Đang chuẩn bị…</source>
        <translation>Preparing…</translation>
    </message>
    <message>
        <source>Xin thử lại sau {time}.</source>
        <translation>Please try again in {time}.</translation>
    </message>
    <message numerus="yes">
        <source>Còn {n} lần thử.</source>
        <translation>
            <numerusform>{n} attempt left.</numerusform>
            <numerusform>{n} attempts left.</numerusform>
        </translation>
    </message>
    <message>
        <source>Máy của đại biểu</source>
        <translation>Delegate's tablet</translation>
    </message>
    <message>
        <source>Máy điểm danh ở cửa</source>
        <translation>Check-in gate</translation>
    </message>
    <message>
        <source>Máy của Đoàn chủ tịch và Đoàn thư ký</source>
        <translation>Presidium and secretariat</translation>
    </message>
    <message>
        <source>Đang tạo khóa riêng của máy…</source>
        <translation>Making this device's own keys…</translation>
    </message>
    <message>
        <source>Đang đăng ký với hội trường…</source>
        <translation>Registering with the hall…</translation>
    </message>
    <message>
        <source>Đang nhận chương trình và danh sách…</source>
        <translation>Receiving agenda and roster…</translation>
    </message>
    <message>
        <source>Đang nhận tài liệu…</source>
        <translation>Receiving documents…</translation>
    </message>
    <message>
        <source>Chữ, màu, ngôn ngữ</source>
        <translation>Text, colour, language</translation>
    </message>
    <message>
        <source>Đại hội không giấy</source>
        <translation>A congress without paper</translation>
    </message>
    <message>
        <source>Mã mời</source>
        <translation>Invitation code</translation>
    </message>
    <message>
        <source>Quét bằng đầu đọc mã, hoặc dán mã vào đây</source>
        <translation>Scan with a code reader, or paste it here</translation>
    </message>
    <message>
        <source>Tiếp tục</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Chọn tệp cấp máy…</source>
        <translation>Choose a file…</translation>
    </message>
    <message>
        <source>Chọn tệp cấp máy</source>
        <translation>Choose a provisioning file</translation>
    </message>
    <message>
        <source>6 chữ số trở lên</source>
        <translation>6 digits or more</translation>
    </message>
    <message>
        <source>Nhập lại mã mở máy</source>
        <translation>Repeat the PIN</translation>
    </message>
    <message>
        <source>Nhập lại</source>
        <translation>Repeat</translation>
    </message>
    <message>
        <source>Bắt đầu</source>
        <translation>Begin</translation>
    </message>
    <message>
        <source>Tiến độ</source>
        <translation>Progress</translation>
    </message>
    <message>
        <source>Dừng lại</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Xin để máy gần mạng hội trường. Nếu đứt mạng, máy sẽ làm tiếp từ chỗ dừng.</source>
        <translation>Keep the device near the hall's network. If it breaks, work goes on from where it stopped.</translation>
    </message>
    <message>
        <source>Đưa máy này vào đại hội</source>
        <translation>Add this device to a congress</translation>
    </message>
    <message>
        <source>Người phụ trách kỹ thuật có mã mời hoặc tệp cấp máy cho từng máy.</source>
        <translation>The technical staff have an invitation code or file for each device.</translation>
    </message>
    <message>
        <source>Hoặc từ thẻ nhớ USB</source>
        <translation>Or from a USB stick</translation>
    </message>
    <message>
        <source>Mã mở máy (có thể để trống)</source>
        <translation>PIN (may stay empty)</translation>
    </message>
    <message>
        <source>Nhập mã mở máy</source>
        <translation>Enter the PIN</translation>
    </message>
    <message>
        <source>Họ tên hoặc số đại biểu</source>
        <translation>Name or number</translation>
    </message>
    <message>
        <source>Những người tìm thấy</source>
        <translation>People found</translation>
    </message>
    <message>
        <source>Gõ tên không cần dấu, hoặc gõ số.</source>
        <translation>Type a name, with or without marks, or a number.</translation>
    </message>
    <message>
        <source>Không tìm thấy. Thử gõ ít chữ hơn.</source>
        <translation>Not found. Try fewer letters.</translation>
    </message>
    <message>
        <source>Đã có mặt</source>
        <translation>Present</translation>
    </message>
    <message>
        <source>Đang phát biểu: {name} ({where})</source>
        <translation>Speaking: {name} ({where})</translation>
    </message>
    <message>
        <source>quá {time}</source>
        <translation>{time} over</translation>
    </message>
    <message>
        <source>Chưa có ai phát biểu</source>
        <translation>Nobody is speaking</translation>
    </message>
    <message>
        <source>dữ liệu lúc {time}</source>
        <translation>data as of {time}</translation>
    </message>
    <message>
        <source>chưa có dữ liệu mới</source>
        <translation>no data yet</translation>
    </message>
    <message>
        <source>còn {time}</source>
        <translation>{time} left</translation>
    </message>
    <message>
        <source>Đại biểu chính thức</source>
        <translation>Official delegate</translation>
    </message>
    <message>
        <source>Đại biểu đương nhiên</source>
        <translation>Ex officio delegate</translation>
    </message>
    <message>
        <source>Đại biểu chỉ định</source>
        <translation>Appointed delegate</translation>
    </message>
    <message>
        <source>Đại biểu dự khuyết</source>
        <translation>Alternate delegate</translation>
    </message>
    <message>
        <source>Khách mời</source>
        <translation>Guest</translation>
    </message>
    <message>
        <source>Văn kiện</source>
        <translation>Congress papers</translation>
    </message>
    <message>
        <source>Nghị quyết</source>
        <translation>Resolutions</translation>
    </message>
    <message>
        <source>Tham luận</source>
        <translation>Speeches</translation>
    </message>
    <message>
        <source>Điều hành</source>
        <translation>Operating</translation>
    </message>
    <message>
        <source>số {number}</source>
        <translation>no. {number}</translation>
    </message>
    <message>
        <source>Không có mạng hội trường</source>
        <translation>No hall network</translation>
    </message>
    <message>
        <source>Có việc hội trường chưa nhận</source>
        <translation>Something was not accepted</translation>
    </message>
    <message>
        <source>Hội trường từ chối máy này</source>
        <translation>The hall refuses this device</translation>
    </message>
    <message>
        <source>Đã ghi, chưa gửi ({count})</source>
        <translation>Recorded, not yet sent ({count})</translation>
    </message>
    <message>
        <source>Đã đồng bộ {time}</source>
        <translation>Synchronised {time}</translation>
    </message>
    <message>
        <source>Đang đồng bộ…</source>
        <translation>Synchronising…</translation>
    </message>
    <message>
        <source>Đang nối với hội trường…</source>
        <translation>Connecting to the hall…</translation>
    </message>
    <message>
        <source>Ghi nhận đã đọc tài liệu</source>
        <translation>Document read</translation>
    </message>
    <message>
        <source>Ghi chú trong tài liệu</source>
        <translation>Mark in a document</translation>
    </message>
    <message>
        <source>Xóa ghi chú trong tài liệu</source>
        <translation>Mark removed from a document</translation>
    </message>
    <message>
        <source>Ai đã đọc</source>
        <translation>Who has read it</translation>
    </message>
    <message>
        <source>Chưa có văn bản nào trong hội trường.</source>
        <translation>There are no papers in the hall yet.</translation>
    </message>
    <message>
        <source>Chưa mở</source>
        <translation>Not opened</translation>
    </message>
    <message>
        <source>Chạm vào một văn bản để xem ai đã đọc và để thu hồi.</source>
        <translation>Tap a paper to see who has read it and to call it back.</translation>
    </message>
    <message>
        <source>Danh sách</source>
        <translation>List</translation>
    </message>
    <message>
        <source>Không thuộc đoàn nào</source>
        <translation>In no delegation</translation>
    </message>
    <message>
        <source>Lý do (đại biểu sẽ thấy)</source>
        <translation>Reason (delegates will see it)</translation>
    </message>
    <message>
        <source>Muốn phát lại thì đưa văn bản vào gói mới.</source>
        <translation>To hand it out again, put it into a new pack.</translation>
    </message>
    <message>
        <source>Máy đang nối với hội trường: mất ngay. Máy đang tắt hoặc ngoài mạng: mất khi nối lại.</source>
        <translation>Tablets connected to the hall: at once. Tablets that are off or out of reach: when they connect again.</translation>
    </message>
    <message>
        <source>Mở đọc</source>
        <translation>Read</translation>
    </message>
    <message numerus="yes">
        <source>Ngoài ra {n} máy dùng chung đã mở.</source>
        <translation>
            <numerusform>{n} shared tablet has opened it as well.</numerusform>
            <numerusform>{n} shared tablets have opened it as well.</numerusform>
        </translation>
    </message>
    <message>
        <source>Phần đại biểu đã mở</source>
        <translation>Share of readers who opened it</translation>
    </message>
    <message>
        <source>Thu hồi tất cả văn bản phát cho phiên này ({count})</source>
        <translation>Call back all papers of this sitting ({count})</translation>
    </message>
    <message>
        <source>Thu hồi văn bản này</source>
        <translation>Call this paper back</translation>
    </message>
    <message>
        <source>Thu hồi văn bản</source>
        <translation>Call papers back</translation>
    </message>
    <message numerus="yes">
        <source>Thu hồi {n} văn bản</source>
        <translation>
            <numerusform>Call {n} paper back</numerusform>
            <numerusform>Call {n} papers back</numerusform>
        </translation>
    </message>
    <message>
        <source>Thu hồi</source>
        <translation>Call back</translation>
    </message>
    <message>
        <source>Ví dụ: phát nhầm bản</source>
        <translation>For example: wrong version</translation>
    </message>
    <message>
        <source>Văn bản biến mất khỏi mọi máy tính bảng, cả chỗ đọc dở và chữ dùng để tìm kiếm.</source>
        <translation>The paper vanishes from every tablet, with the last place read and the text used for searching.</translation>
    </message>
    <message>
        <source>Văn bản trong hội trường</source>
        <translation>Papers in the hall</translation>
    </message>
    <message>
        <source>Xem chỗ khác</source>
        <translation>See what changed</translation>
    </message>
    <message>
        <source>bản thứ {number}, thay lúc {time}</source>
        <translation>version {number}, replaced at {time}</translation>
    </message>
    <message>
        <source>chưa mở</source>
        <translation>not opened</translation>
    </message>
    <message>
        <source>chỉ cho {delegations}</source>
        <translation>only for {delegations}</translation>
    </message>
    <message>
        <source>khách mời không đọc được</source>
        <translation>not for guests</translation>
    </message>
    <message>
        <source>mọi người đọc được</source>
        <translation>everybody may read it</translation>
    </message>
    <message>
        <source>phát cho phiên này</source>
        <translation>for this sitting</translation>
    </message>
    <message>
        <source>phát cho phiên này, sẽ thu hồi</source>
        <translation>handed out for this sitting, to be called back</translation>
    </message>
    <message numerus="yes">
        <source>và {n} văn bản khác</source>
        <translation>
            <numerusform>and {n} more paper</numerusform>
            <numerusform>and {n} more papers</numerusform>
        </translation>
    </message>
    <message>
        <source>{named} và {count} đoàn khác</source>
        <translation>{named} and {count} more</translation>
    </message>
    <message>
        <source>{pages} / {all} trang</source>
        <translation>{pages} / {all} pages</translation>
    </message>
    <message numerus="yes">
        <source>Đã thu hồi {n} văn bản.</source>
        <translation>
            <numerusform>{n} paper was called back.</numerusform>
            <numerusform>{n} papers were called back.</numerusform>
        </translation>
    </message>
    <message>
        <source>Đại hội này không ghi lại ai đã đọc.</source>
        <translation>This congress does not record who has read.</translation>
    </message>
    <message>
        <source>Đọc dở</source>
        <translation>Begun</translation>
    </message>
    <message>
        <source>Đọc hết</source>
        <translation>All read</translation>
    </message>
    <message>
        <source>đã mở {opened} / {entitled}</source>
        <translation>opened by {opened} of {entitled}</translation>
    </message>
    <message>
        <source>đã thu hồi lúc {time}</source>
        <translation>called back at {time}</translation>
    </message>
    <message>
        <source>đọc hết {whole}</source>
        <translation>all pages by {whole}</translation>
    </message>
    <message>
        <source>đọc hết</source>
        <translation>all read</translation>
    </message>
    <message>
        <source>Chữ to: {title}</source>
        <translation>Large text: {title}</translation>
    </message>
    <message>
        <source>Chữ nhỏ hơn</source>
        <translation>Smaller text</translation>
    </message>
    <message>
        <source>Chữ to hơn</source>
        <translation>Larger text</translation>
    </message>
    <message>
        <source>Cỡ {size}</source>
        <translation>Size {size}</translation>
    </message>
    <message>
        <source>Trang {page}</source>
        <translation>Page {page}</translation>
    </message>
    <message>
        <source>Trang này không có chữ, chỉ có hình. Chạm để xem trang in.</source>
        <translation>This page has no text, only a picture. Tap to see it as printed.</translation>
    </message>
    <message>
        <source>Tài liệu này là ảnh quét, không có chữ để phóng to.</source>
        <translation>This paper is a scan: it has no text to enlarge.</translation>
    </message>
    <message>
        <source>Xem trang in</source>
        <translation>Show the printed page</translation>
    </message>
    <message>
        <source>Anh/chị xem trang in và phóng to bằng hai ngón tay.</source>
        <translation>Look at the printed page and enlarge it with two fingers.</translation>
    </message>
    <message>
        <source>{name}, số {number}</source>
        <translation>{name}, no. {number}</translation>
    </message>
    <message>
        <source>Máy {number}</source>
        <translation>Device {number}</translation>
    </message>
</context>
</TS>
