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
        <source>Nhập số trang, từ 1 đến {pages}</source>
        <translation>Type a page number from 1 to {pages}</translation>
    </message>
    <message>
        <source>Mở trang này</source>
        <translation>Show this page</translation>
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
    <message>
        <source>Xóa bớt</source>
        <translation>Remove some</translation>
    </message>
    <message>
        <source>Danh sách ghi chú</source>
        <translation>List of notes and marks</translation>
    </message>
    <message>
        <source>Ghi chú của tôi</source>
        <translation>My notes</translation>
    </message>
    <message>
        <source>Ghi chú này của người khác, chỉ người ấy xóa được.</source>
        <translation>This note is somebody else's; only they can remove it.</translation>
    </message>
    <message>
        <source>Đã xóa ghi chú.</source>
        <translation>Note removed.</translation>
    </message>
    <message>
        <source>Chạm vào ghi chú để xóa. Xóa nhầm thì bấm Hoàn tác.</source>
        <translation>Tap a note to remove it. Removed by mistake? Tap Undo.</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Không có ghi chú nào thuộc loại này.</source>
        <translation>No notes of this kind.</translation>
    </message>
    <message>
        <source>trang {page}</source>
        <translation>page {page}</translation>
    </message>
    <message>
        <source>Trong đoàn chưa có ai chia sẻ ghi chú.</source>
        <translation>Nobody in your delegation has shared a note yet.</translation>
    </message>
    <message>
        <source>Anh/chị chưa ghi chú gì. Khi đọc, chạm và giữ một từ để tô màu hoặc ghi chú.</source>
        <translation>You have no notes yet. While reading, touch and hold a word to highlight it or write a note.</translation>
    </message>
    <message>
        <source>Ghi chú</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Tô, gạch, vẽ</source>
        <translation>Marked text</translation>
    </message>
    <message>
        <source>Dấu trang</source>
        <translation>Bookmark</translation>
    </message>
    <message>
        <source>Đoàn chia sẻ</source>
        <translation>From delegation</translation>
    </message>
    <message>
        <source>Tô màu</source>
        <translation>Highlight</translation>
    </message>
    <message>
        <source>Gạch chân</source>
        <translation>Underline</translation>
    </message>
    <message>
        <source>Nét vẽ</source>
        <translation>Drawing</translation>
    </message>
    <message numerus="yes">
        <source>{n} ghi chú</source>
        <translation>
            <numerusform>{n} note</numerusform>
            <numerusform>{n} notes</numerusform>
        </translation>
    </message>
    <message>
        <source>không còn trong bản mới</source>
        <translation>no longer in the new version</translation>
    </message>
    <message>
        <source>của {name}</source>
        <translation>by {name}</translation>
    </message>
    <message>
        <source>của người cùng đoàn</source>
        <translation>by someone in your delegation</translation>
    </message>
    <message>
        <source>đã chia sẻ với đoàn</source>
        <translation>shared with delegation</translation>
    </message>
    <message>
        <source>đã chuyển theo bản mới</source>
        <translation>moved along with the new version</translation>
    </message>
    <message>
        <source>Tìm trong tài liệu</source>
        <translation>Search in papers</translation>
    </message>
    <message>
        <source>Tìm trong tài liệu…</source>
        <translation>Search in papers…</translation>
    </message>
    <message>
        <source>Gõ từ cần tìm…</source>
        <translation>Type what to find…</translation>
    </message>
    <message>
        <source>Xóa chữ</source>
        <translation>Clear</translation>
    </message>
    <message>
        <source>Những trang tìm thấy</source>
        <translation>Pages found</translation>
    </message>
    <message>
        <source>Gõ có dấu hoặc không dấu. Đặt cụm từ trong ngoặc kép để tìm đúng cả cụm.</source>
        <translation>Type with or without Vietnamese marks. Put a phrase in quotes to find exactly that phrase.</translation>
    </message>
    <message>
        <source>{pages} trong {papers}</source>
        <translation>{pages} in {papers}</translation>
    </message>
    <message>
        <source>Không tìm thấy “{text}”. Thử gõ ít chữ hơn, hoặc gõ không dấu.</source>
        <translation>Nothing found for “{text}”. Try fewer words, or type without marks.</translation>
    </message>
    <message>
        <source>Có {pages} trang. Đây là {shown} trang hợp nhất.</source>
        <translation>{pages} pages. Here are the {shown} that fit best.</translation>
    </message>
    <message numerus="yes">
        <source>{n} tài liệu là ảnh quét, không tìm trong nội dung được.</source>
        <translation>
            <numerusform>{n} paper is a scan and cannot be searched.</numerusform>
            <numerusform>{n} papers are scans and cannot be searched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} tài liệu chưa tải xong về máy này.</source>
        <translation>
            <numerusform>{n} paper has not been fully fetched yet.</numerusform>
            <numerusform>{n} papers have not been fully fetched yet.</numerusform>
        </translation>
    </message>
    <message>
        <source>trang {page} trên {pages}</source>
        <translation>page {page} of {pages}</translation>
    </message>
    <message>
        <source>Tài liệu đang được tải về máy này.</source>
        <translation>The paper is being fetched to this device.</translation>
    </message>
    <message>
        <source>Nay</source>
        <translation>Now</translation>
    </message>
    <message>
        <source>chạm để xem</source>
        <translation>tap to show</translation>
    </message>
    <message>
        <source>Những chỗ khác nhau</source>
        <translation>What differs</translation>
    </message>
    <message>
        <source>Đang so sánh hai bản…</source>
        <translation>Comparing the two versions…</translation>
    </message>
    <message>
        <source>Chỗ trước</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Chỗ sau</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Bản trước</source>
        <translation>Version before</translation>
    </message>
    <message>
        <source>Bản thay lúc {time}</source>
        <translation>Version of {time}</translation>
    </message>
    <message>
        <source>Chỗ khác {number} / {count}</source>
        <translation>Change {number} / {count}</translation>
    </message>
    <message>
        <source>Bản thay lúc {time} không khác bản trước một chữ nào.</source>
        <translation>The version of {time} does not differ from the one before by a single word.</translation>
    </message>
    <message numerus="yes">
        <source>… {n} đoạn không đổi</source>
        <translation>
            <numerusform>… {n} paragraph unchanged</numerusform>
            <numerusform>… {n} paragraphs unchanged</numerusform>
        </translation>
    </message>
    <message>
        <source>trang {old} → {new}</source>
        <translation>page {old} → {new}</translation>
    </message>
    <message>
        <source>Trước: {text}</source>
        <translation>Before: {text}</translation>
    </message>
    <message>
        <source>Nay: {text}</source>
        <translation>Now: {text}</translation>
    </message>
    <message>
        <source>Thêm mới</source>
        <translation>Added</translation>
    </message>
    <message>
        <source>Đã bỏ</source>
        <translation>Removed</translation>
    </message>
    <message>
        <source>Sửa</source>
        <translation>Changed</translation>
    </message>
    <message>
        <source>Đang trình chiếu: {title}, trang {page}</source>
        <translation>Being shown: {title}, page {page}</translation>
    </message>
    <message>
        <source>Theo dõi Đoàn chủ tịch</source>
        <translation>Follow the presidium</translation>
    </message>
    <message numerus="yes">
        <source>{n} tài liệu đã được thay.</source>
        <translation>
            <numerusform>{n} paper has been replaced.</numerusform>
            <numerusform>{n} papers have been replaced.</numerusform>
        </translation>
    </message>
    <message>
        <source>Tài liệu “{title}” đã được thay lúc {time}.</source>
        <translation>The paper “{title}” was replaced at {time}.</translation>
    </message>
    <message numerus="yes">
        <source>{n} tài liệu đã được thu hồi.</source>
        <translation>
            <numerusform>{n} paper has been called back.</numerusform>
            <numerusform>{n} papers have been called back.</numerusform>
        </translation>
    </message>
    <message>
        <source>Mở bản mới</source>
        <translation>Open new version</translation>
    </message>
    <message>
        <source>Tài liệu “{title}” đã được thu hồi.</source>
        <translation>The paper “{title}” has been called back.</translation>
    </message>
    <message>
        <source>Xem danh sách</source>
        <translation>Show the list</translation>
    </message>
    <message>
        <source>Xem chỗ khác</source>
        <translation>See what differs</translation>
    </message>
    <message>
        <source>Tài liệu đã được thay</source>
        <translation>The paper was replaced</translation>
    </message>
    <message>
        <source>Tìm “{text}” trong nội dung</source>
        <translation>Search “{text}” inside papers</translation>
    </message>
    <message>
        <source>Bản mới có từ {time}.</source>
        <translation>The new version is from {time}.</translation>
    </message>
    <message>
        <source>thay lúc {time}</source>
        <translation>replaced at {time}</translation>
    </message>
    <message>
        <source>phát cho phiên này, sẽ thu lại</source>
        <translation>for this sitting only</translation>
    </message>
    <message>
        <source>đọc đến trang {page}</source>
        <translation>read to page {page}</translation>
    </message>
    <message>
        <source>ảnh quét, không tìm chữ được</source>
        <translation>scan, cannot be searched</translation>
    </message>
    <message>
        <source>Ban tổ chức đã gọi tài liệu về; máy này không còn giữ nó.</source>
        <translation>The organisers called it back; this device keeps nothing of it.</translation>
    </message>
    <message>
        <source>Bỏ đánh dấu trang này</source>
        <translation>Remove the bookmark</translation>
    </message>
    <message>
        <source>Chia sẻ với đoàn</source>
        <translation>Share with my delegation</translation>
    </message>
    <message>
        <source>Chọn tài liệu thứ hai</source>
        <translation>Choose the second paper</translation>
    </message>
    <message>
        <source>Chỗ gạch chân</source>
        <translation>Underline</translation>
    </message>
    <message>
        <source>Chỗ tiếp</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Chỗ trước đó</source>
        <translation>Previous</translation>
    </message>
    <message>
        <source>Chỗ tô màu</source>
        <translation>Highlight</translation>
    </message>
    <message>
        <source>Của {name}</source>
        <translation>By {name}</translation>
    </message>
    <message>
        <source>Dải trang</source>
        <translation>Page strip</translation>
    </message>
    <message>
        <source>Hai tài liệu</source>
        <translation>Two papers</translation>
    </message>
    <message>
        <source>Khi bật, mọi đại biểu trong đoàn của anh/chị thấy chỗ này cùng tên anh/chị.</source>
        <translation>When on, every delegate of your delegation sees this, with your name.</translation>
    </message>
    <message>
        <source>Không thấy</source>
        <translation>Not found</translation>
    </message>
    <message>
        <source>Làm lại</source>
        <translation>Redo</translation>
    </message>
    <message>
        <source>Lưu ghi chú</source>
        <translation>Save note</translation>
    </message>
    <message>
        <source>Ngừng trình chiếu</source>
        <translation>Stop presenting</translation>
    </message>
    <message>
        <source>Nét vẽ tay</source>
        <translation>Ink</translation>
    </message>
    <message>
        <source>Nội dung ghi chú</source>
        <translation>Text of the note</translation>
    </message>
    <message>
        <source>Theo dõi</source>
        <translation>Follow</translation>
    </message>
    <message>
        <source>Thêm</source>
        <translation>More</translation>
    </message>
    <message>
        <source>Trang đánh dấu</source>
        <translation>Bookmark</translation>
    </message>
    <message>
        <source>Trình chiếu trang này</source>
        <translation>Present this page</translation>
    </message>
    <message>
        <source>Trở lại theo dõi</source>
        <translation>Follow again</translation>
    </message>
    <message>
        <source>Tài liệu này đã được thu hồi lúc {time}.</source>
        <translation>This paper was called back at {time}.</translation>
    </message>
    <message>
        <source>Tài liệu đã được thay lúc {time}.</source>
        <translation>This paper was replaced at {time}.</translation>
    </message>
    <message>
        <source>Tài liệu đã được thay; ghi chú này đã chuyển theo chữ. Anh/chị xem lại chỗ.</source>
        <translation>The paper was replaced; this mark moved along with its words. Please check its place.</translation>
    </message>
    <message>
        <source>Tìm trong tài liệu này</source>
        <translation>Search in this paper</translation>
    </message>
    <message>
        <source>Tìm</source>
        <translation>Search</translation>
    </message>
    <message>
        <source>Từng trang một</source>
        <translation>One page at a time</translation>
    </message>
    <message>
        <source>Viết ghi chú…</source>
        <translation>Write a note…</translation>
    </message>
    <message>
        <source>Vàng</source>
        <translation>Yellow</translation>
    </message>
    <message>
        <source>Vẽ tay</source>
        <translation>Draw</translation>
    </message>
    <message>
        <source>Vẽ xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Vừa cả trang</source>
        <translation>Fit page</translation>
    </message>
    <message>
        <source>Xanh dương</source>
        <translation>Blue</translation>
    </message>
    <message>
        <source>Xanh lá</source>
        <translation>Green</translation>
    </message>
    <message>
        <source>Xem chỗ khác với bản trước</source>
        <translation>What changed since the last version</translation>
    </message>
    <message>
        <source>Xoay trang</source>
        <translation>Rotate</translation>
    </message>
    <message>
        <source>Xuất PDF có ghi chú</source>
        <translation>Export PDF with marks</translation>
    </message>
    <message>
        <source>Xuất PDF có ghi chú…</source>
        <translation>Export PDF with marks…</translation>
    </message>
    <message>
        <source>{number} / {pages} trang</source>
        <translation>page {number} of {pages}</translation>
    </message>
    <message>
        <source>Đang chia sẻ với đoàn</source>
        <translation>Shared with my delegation</translation>
    </message>
    <message>
        <source>Đang ghi {name}…</source>
        <translation>Writing {name}…</translation>
    </message>
    <message>
        <source>Đang theo dõi Đoàn chủ tịch, trang {page}</source>
        <translation>Following the presidium, page {page}</translation>
    </message>
    <message>
        <source>Đang xuất</source>
        <translation>Exporting</translation>
    </message>
    <message>
        <source>Đoàn chủ tịch đang xem trang {page}</source>
        <translation>The presidium is at page {page}</translation>
    </message>
    <message>
        <source>Đánh dấu trang này</source>
        <translation>Bookmark this page</translation>
    </message>
    <message>
        <source>Đánh dấu</source>
        <translation>Bookmark</translation>
    </message>
    <message>
        <source>Đã xuất {name}.</source>
        <translation>{name} was written.</translation>
    </message>
    <message>
        <source>Đóng tài liệu bên phải</source>
        <translation>Close the paper on the right</translation>
    </message>
    <message>
        <source>Đọc chữ to</source>
        <translation>Read in large text</translation>
    </message>
    <message>
        <source>Đỏ</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Ảnh quét, không tìm được chữ</source>
        <translation>A scan: no words to search</translation>
    </message>
    <message>
        <source>Ai được đọc</source>
        <translation>Who may read it</translation>
    </message>
    <message>
        <source>Bước {step} trong {all}</source>
        <translation>Step {step} of {all}</translation>
    </message>
    <message>
        <source>Chưa biết cột nào là: {fields}</source>
        <translation>No column found for: {fields}</translation>
    </message>
    <message>
        <source>Chưa có mục</source>
        <translation>No item</translation>
    </message>
    <message>
        <source>Chưa có văn bản nào để ký.</source>
        <translation>There is no paper to sign.</translation>
    </message>
    <message>
        <source>Chưa rõ</source>
        <translation>Unclear</translation>
    </message>
    <message>
        <source>Chương trình chỉ đọc và ghi chỗ sửa vào documents.csv; không đổi tệp nào của anh/chị.</source>
        <translation>Your files are only read; corrections are kept beside them in documents.csv.</translation>
    </message>
    <message>
        <source>Chạm vào cột để chọn cột ấy là gì.</source>
        <translation>Tap a column to say what it is.</translation>
    </message>
    <message>
        <source>Chạm để giữ lại hay thu hồi.</source>
        <translation>Tap to keep it or to call it back.</translation>
    </message>
    <message>
        <source>Chỉ phát cho một phiên, rồi thu hồi</source>
        <translation>For one sitting only, then called back</translation>
    </message>
    <message>
        <source>Chọn nơi lưu rồi ký…</source>
        <translation>Choose a place and sign…</translation>
    </message>
    <message>
        <source>Chọn thư mục tài liệu</source>
        <translation>Choose the folder of papers</translation>
    </message>
    <message>
        <source>Chọn thư mục</source>
        <translation>Choose a folder</translation>
    </message>
    <message>
        <source>Chọn thư mục…</source>
        <translation>Choose a folder…</translation>
    </message>
    <message>
        <source>Chữ ký cho mọi máy biết gói này đúng là của Đại hội và không bị đổi trên đường đi.</source>
        <translation>The signature tells every device that this pack is the congress’s own and was not changed on its way.</translation>
    </message>
    <message>
        <source>Các cột của bảng</source>
        <translation>Columns of the list</translation>
    </message>
    <message>
        <source>Còn điều phải sửa nên chưa ký được.</source>
        <translation>Something must be mended before signing.</translation>
    </message>
    <message>
        <source>Cần xem</source>
        <translation>To look at</translation>
    </message>
    <message>
        <source>Cột {number}</source>
        <translation>Column {number}</translation>
    </message>
    <message>
        <source>Cột “{header}” là gì?</source>
        <translation>What is the column “{header}”?</translation>
    </message>
    <message>
        <source>Dòng cần sửa</source>
        <translation>Rows to mend</translation>
    </message>
    <message>
        <source>Dựng gói tài liệu</source>
        <translation>Build the pack</translation>
    </message>
    <message>
        <source>Giữ lại</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Gói tài liệu (*.pack)</source>
        <translation>Congress pack (*.pack)</translation>
    </message>
    <message>
        <source>Gói đã ở trong hội trường.</source>
        <translation>The pack is in the hall.</translation>
    </message>
    <message>
        <source>Khi gói được đưa lên, văn bản biến mất khỏi mọi máy tính bảng.</source>
        <translation>When the pack is published, the paper vanishes from every tablet.</translation>
    </message>
    <message>
        <source>Khách mời được đọc</source>
        <translation>Guests may read it</translation>
    </message>
    <message>
        <source>Không chọn đoàn nào thì mọi đoàn đều đọc được.</source>
        <translation>With none chosen, every delegation may read it.</translation>
    </message>
    <message>
        <source>Không có gì mới: hội trường đã có gói này.</source>
        <translation>Nothing new: the hall had this pack already.</translation>
    </message>
    <message>
        <source>Không dùng cột này</source>
        <translation>Do not use this column</translation>
    </message>
    <message>
        <source>Không dùng</source>
        <translation>Not used</translation>
    </message>
    <message>
        <source>Không thay văn bản nào</source>
        <translation>Replaces nothing</translation>
    </message>
    <message>
        <source>Không thuộc mục nào</source>
        <translation>No agenda item</translation>
    </message>
    <message>
        <source>Kiểm tra lại</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>Ký và lưu gói</source>
        <translation>Sign and save</translation>
    </message>
    <message>
        <source>Ký và lưu</source>
        <translation>Sign and save</translation>
    </message>
    <message>
        <source>Loại</source>
        <translation>Kind</translation>
    </message>
    <message>
        <source>Làm gần đây</source>
        <translation>Recent</translation>
    </message>
    <message>
        <source>Lưu gói</source>
        <translation>Save the pack</translation>
    </message>
    <message>
        <source>Máy này không dựng gói tài liệu được.</source>
        <translation>This device cannot build packs.</translation>
    </message>
    <message>
        <source>Máy này không giữ khóa của Đại hội nên chưa ký được.</source>
        <translation>This device does not hold the congress’s key, so it cannot sign.</translation>
    </message>
    <message>
        <source>Mọi chỗ sửa đã lưu trong thư mục. Mang thư mục sang máy chủ hội trường và ký ở đó.</source>
        <translation>All corrections are kept in the folder. Take it to the hall’s machine and sign there.</translation>
    </message>
    <message>
        <source>Mọi dòng đều đọc được.</source>
        <translation>Every row can be read.</translation>
    </message>
    <message>
        <source>Mọi tệp đều dùng được. Có thể ký.</source>
        <translation>Every file can be used. Ready to sign.</translation>
    </message>
    <message>
        <source>Mọi đoàn</source>
        <translation>Every delegation</translation>
    </message>
    <message>
        <source>Mở nơi lưu gói</source>
        <translation>Open its folder</translation>
    </message>
    <message>
        <source>Mục của chương trình</source>
        <translation>Agenda item</translation>
    </message>
    <message>
        <source>Mục</source>
        <translation>Item</translation>
    </message>
    <message>
        <source>Những người đầu tiên</source>
        <translation>First persons</translation>
    </message>
    <message>
        <source>Số của đại biểu phát biểu</source>
        <translation>Number of the delegate who speaks</translation>
    </message>
    <message>
        <source>Sửa tiếp</source>
        <translation>Go on editing</translation>
    </message>
    <message>
        <source>Sửa tệp trong thư mục rồi kiểm tra lại, hoặc chọn “Không đưa vào gói”.</source>
        <translation>Mend the file in the folder and check again, or choose “Leave out of the pack”.</translation>
    </message>
    <message>
        <source>Tham luận của đại biểu số</source>
        <translation>Speech of delegate number</translation>
    </message>
    <message>
        <source>Thay cho văn bản đã phát</source>
        <translation>Replaces a paper in the hall</translation>
    </message>
    <message>
        <source>Thay “{title}”</source>
        <translation>Replaces “{title}”</translation>
    </message>
    <message>
        <source>Thu hồi “{title}”</source>
        <translation>Calls back “{title}”</translation>
    </message>
    <message>
        <source>Thêm tệp vào thư mục rồi kiểm tra lại.</source>
        <translation>Put files into the folder and check again.</translation>
    </message>
    <message>
        <source>Thư mục khác</source>
        <translation>Other folder</translation>
    </message>
    <message>
        <source>Thư mục làm gần đây</source>
        <translation>Recent folders</translation>
    </message>
    <message>
        <source>Thư mục tài liệu của Đại hội</source>
        <translation>The congress’s folder of papers</translation>
    </message>
    <message>
        <source>Thư mục “{name}”</source>
        <translation>Folder “{name}”</translation>
    </message>
    <message>
        <source>Thư mục</source>
        <translation>Folder</translation>
    </message>
    <message>
        <source>Thứ tự trong loại</source>
        <translation>Order on its shelf</translation>
    </message>
    <message>
        <source>Thứ tự</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>Tên văn bản</source>
        <translation>Title</translation>
    </message>
    <message>
        <source>Tìm theo tên văn bản</source>
        <translation>Find by title</translation>
    </message>
    <message>
        <source>Tìm theo tên văn bản…</source>
        <translation>Find by title…</translation>
    </message>
    <message>
        <source>Tệp sau</source>
        <translation>Next file</translation>
    </message>
    <message>
        <source>Tệp trước</source>
        <translation>Previous file</translation>
    </message>
    <message>
        <source>Tốt</source>
        <translation>Good</translation>
    </message>
    <message>
        <source>Văn bản có thể là PDF, Word, Excel, PowerPoint, ảnh hoặc bản chụp.</source>
        <translation>Papers may be PDF, Word, Excel, PowerPoint, pictures or scans.</translation>
    </message>
    <message>
        <source>Văn bản trong thư mục</source>
        <translation>Papers in the folder</translation>
    </message>
    <message>
        <source>Văn bản</source>
        <translation>Paper</translation>
    </message>
    <message>
        <source>Xem và sửa</source>
        <translation>Look over</translation>
    </message>
    <message>
        <source>Xem văn bản trong hội trường</source>
        <translation>See the papers in the hall</translation>
    </message>
    <message>
        <source>bắt buộc phải có</source>
        <translation>required</translation>
    </message>
    <message>
        <source>của đại biểu số {number}</source>
        <translation>by delegate no. {number}</translation>
    </message>
    <message>
        <source>dòng {row}</source>
        <translation>row {row}</translation>
    </message>
    <message>
        <source>ghế {seat}</source>
        <translation>seat {seat}</translation>
    </message>
    <message>
        <source>không có khách mời</source>
        <translation>no guests</translation>
    </message>
    <message>
        <source>mọi người</source>
        <translation>everybody</translation>
    </message>
    <message>
        <source>một phiên</source>
        <translation>one sitting</translation>
    </message>
    <message>
        <source>thay cho “{title}”</source>
        <translation>replaces “{title}”</translation>
    </message>
    <message numerus="yes">
        <source>và {n} điều nữa</source>
        <translation>
            <numerusform>and {n} more thing</numerusform>
            <numerusform>and {n} more things</numerusform>
        </translation>
    </message>
    <message>
        <source>văn bản đã phát</source>
        <translation>a paper in the hall</translation>
    </message>
    <message>
        <source>{name}: bớt một</source>
        <translation>{name}: one less</translation>
    </message>
    <message>
        <source>{name}: thêm một</source>
        <translation>{name}: one more</translation>
    </message>
    <message numerus="yes">
        <source>{n} khách mời</source>
        <translation>
            <numerusform>{n} guest</numerusform>
            <numerusform>{n} guests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} mục của chương trình</source>
        <translation>
            <numerusform>{n} agenda item</numerusform>
            <numerusform>{n} agenda items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} văn bản</source>
        <translation>
            <numerusform>{n} paper</numerusform>
            <numerusform>{n} papers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} điều cần xem</source>
        <translation>
            <numerusform>{n} thing to look at</numerusform>
            <numerusform>{n} things to look at</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} điều mới. Các máy đang nối mạng nhận ngay.</source>
        <translation>
            <numerusform>{n} new fact. Connected devices receive it at once.</numerusform>
            <numerusform>{n} new facts. Connected devices receive them at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} điều phải sửa trước khi ký</source>
        <translation>
            <numerusform>{n} thing to mend before signing</numerusform>
            <numerusform>{n} things to mend before signing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} đoàn</source>
        <translation>
            <numerusform>{n} delegation</numerusform>
            <numerusform>{n} delegations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} đại biểu</source>
        <translation>
            <numerusform>{n} delegate</numerusform>
            <numerusform>{n} delegates</numerusform>
        </translation>
    </message>
    <message>
        <source>{position} (không có)</source>
        <translation>{position} (not there)</translation>
    </message>
    <message>
        <source>Đang chuyển tệp sang PDF…</source>
        <translation>Converting to PDF…</translation>
    </message>
    <message>
        <source>Đang kiểm tra thư mục “{name}”</source>
        <translation>Checking the folder “{name}”</translation>
    </message>
    <message>
        <source>Đang kiểm tra từng tệp…</source>
        <translation>Checking each file…</translation>
    </message>
    <message>
        <source>Số đại biểu</source>
        <translation>Delegate's number</translation>
    </message>
    <message>
        <source>Số thứ tự</source>
        <translation>Row's number</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Loại đại biểu</source>
        <translation>Kind of delegate</translation>
    </message>
    <message>
        <source>Đoàn</source>
        <translation>Delegation</translation>
    </message>
    <message>
        <source>Số ghế</source>
        <translation>Seat</translation>
    </message>
    <message>
        <source>Chức vụ</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Giới tính</source>
        <translation>Gender</translation>
    </message>
    <message>
        <source>Năm sinh</source>
        <translation>Year of birth</translation>
    </message>
    <message>
        <source>Năm sinh (nam)</source>
        <translation>Year of birth (men)</translation>
    </message>
    <message>
        <source>Năm sinh (nữ)</source>
        <translation>Year of birth (women)</translation>
    </message>
    <message>
        <source>Đồng ý dùng khuôn mặt</source>
        <translation>Agrees to use of the face</translation>
    </message>
    <message>
        <source>Dân tộc</source>
        <translation>Ethnicity</translation>
    </message>
    <message>
        <source>Trình độ chuyên môn</source>
        <translation>Education</translation>
    </message>
    <message>
        <source>Lý luận chính trị</source>
        <translation>Political theory</translation>
    </message>
    <message>
        <source>Ngày vào Đảng</source>
        <translation>Joined the Party on</translation>
    </message>
    <message>
        <source>Tuổi Đảng</source>
        <translation>Years in the Party</translation>
    </message>
    <message>
        <source>Không đủ tư cách</source>
        <translation>Not eligible</translation>
    </message>
    <message>
        <source>Người đọc</source>
        <translation>Readers</translation>
    </message>
    <message>
        <source>trang “{sheet}”, dòng {row}</source>
        <translation>sheet “{sheet}”, row {row}</translation>
    </message>
    <message>
        <source>Mật khẩu</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Mở khóa</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Đang mở khóa “{name}”</source>
        <translation>Unlocking “{name}”</translation>
    </message>
    <message>
        <source>Đang ký gói</source>
        <translation>Signing the pack</translation>
    </message>
    <message>
        <source>Đang ký và niêm phong gói…</source>
        <translation>Signing and sealing the pack…</translation>
    </message>
    <message>
        <source>Đang làm…</source>
        <translation>Working…</translation>
    </message>
    <message>
        <source>Đang nhận dạng chữ trong bản chụp…</source>
        <translation>Recognising the text of scans…</translation>
    </message>
    <message>
        <source>Đang đưa lên hội trường</source>
        <translation>Publishing to the hall</translation>
    </message>
    <message>
        <source>Đang đưa lên hội trường…</source>
        <translation>Publishing to the hall…</translation>
    </message>
    <message>
        <source>Đang đọc lại danh sách đại biểu</source>
        <translation>Reading the list of delegates again</translation>
    </message>
    <message>
        <source>Điều cần xem</source>
        <translation>Things to look at</translation>
    </message>
    <message>
        <source>Đoàn được đọc</source>
        <translation>Delegations that may read it</translation>
    </message>
    <message>
        <source>Đã ký gói.</source>
        <translation>The pack is signed.</translation>
    </message>
    <message>
        <source>Đã phát trong hội trường, không có trong thư mục: {title}</source>
        <translation>In the hall but not in the folder: {title}</translation>
    </message>
    <message>
        <source>Đưa lên hội trường</source>
        <translation>Publish</translation>
    </message>
    <message>
        <source>Đại biểu chưa thấy gì cho đến khi gói được đưa lên hội trường hoặc chép bằng USB.</source>
        <translation>Delegates see nothing until the pack is published to the hall or carried by USB stick.</translation>
    </message>
    <message>
        <source>Đại biểu vẫn đọc được bản đã phát.</source>
        <translation>Delegates can go on reading what was handed out.</translation>
    </message>
    <message>
        <source>Đại biểu</source>
        <translation>Delegates</translation>
    </message>
    <message numerus="yes">
        <source>Để ngoài gói: {n} tệp</source>
        <translation>
            <numerusform>Left out: {n} file</numerusform>
            <numerusform>Left out: {n} files</numerusform>
        </translation>
    </message>
    <message>
        <source>Để trong một thư mục: danh sách đại biểu, chương trình (Excel hoặc CSV) và các văn bản.</source>
        <translation>Keep in one folder: the list of delegates, the programme (Excel or CSV) and the papers.</translation>
    </message>
    <message>
        <source>Để trống nếu không có</source>
        <translation>Empty if there is none</translation>
    </message>
    <message>
        <source>đang lấy ở cột “{header}”</source>
        <translation>taken from the column “{header}” now</translation>
    </message>
    <message>
        <source>Tên các cột</source>
        <translation>Names of the columns</translation>
    </message>
    <message>
        <source>Ghi nhận rời hội trường</source>
        <translation>Left the hall</translation>
    </message>
    <message>
        <source>Ghi nhận vắng mặt</source>
        <translation>Absence noted</translation>
    </message>
    <message>
        <source>Hủy ghi nhận vắng mặt</source>
        <translation>Absence note removed</translation>
    </message>
    <message>
        <source>Ghi chú của tôi ({count})</source>
        <translation>My notes ({count})</translation>
    </message>
    <message>
        <source>Trước</source>
        <translation>Prev</translation>
    </message>
    <message>
        <source>Sau</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Cả trang</source>
        <translation>Page</translation>
    </message>
    <message>
        <source>Bề ngang</source>
        <translation>Width</translation>
    </message>
    <message>
        <source>Ai sẽ đăng ký khuôn mặt?</source>
        <translation>Whose face is to be enrolled?</translation>
    </message>
    <message>
        <source>Anh/chị {name} có đồng ý để máy nhận ra mình qua khuôn mặt khi vào hội trường không?</source>
        <translation>{name}, do you agree that this machine recognises you by your face when you enter the hall?</translation>
    </message>
    <message>
        <source>Ban thẩm tra tư cách</source>
        <translation>Credentials board</translation>
    </message>
    <message>
        <source>Báo cáo có dữ liệu cá nhân: chỉ giao cho người có trách nhiệm.</source>
        <translation>The report holds personal data: give it only to those responsible.</translation>
    </message>
    <message>
        <source>Báo cáo thẩm tra tư cách đại biểu</source>
        <translation>Credentials report</translation>
    </message>
    <message>
        <source>Bảng tính</source>
        <translation>Spreadsheet</translation>
    </message>
    <message>
        <source>Bấm nhầm</source>
        <translation>Tapped by mistake</translation>
    </message>
    <message>
        <source>Bỏ ghi vắng</source>
        <translation>Remove the absence</translation>
    </message>
    <message>
        <source>Chưa có gì được ghi.</source>
        <translation>Nothing has been recorded yet.</translation>
    </message>
    <message>
        <source>Chưa có sơ đồ chỗ ngồi. Thêm tệp so-do-cho-ngoi vào thư mục đại hội rồi dựng lại gói.</source>
        <translation>There is no seating plan yet. Add a file so-do-cho-ngoi (or seats) to the congress's folder and build the pack again.</translation>
    </message>
    <message>
        <source>Chưa đến</source>
        <translation>Not here yet</translation>
    </message>
    <message>
        <source>Chưa đủ số đại biểu cần thiết</source>
        <translation>No quorum yet</translation>
    </message>
    <message>
        <source>Chỗ ngồi</source>
        <translation>Seats</translation>
    </message>
    <message>
        <source>Chỗ ngồi {seat}, hàng {row} từ sân khấu</source>
        <translation>Seat {seat}, row {row} from the stage</translation>
    </message>
    <message>
        <source>Các đoàn</source>
        <translation>Delegations</translation>
    </message>
    <message>
        <source>Có mặt</source>
        <translation>Present</translation>
    </message>
    <message>
        <source>Cũng được ghi ở máy khác, tính một lần</source>
        <translation>Recorded at another machine too, counted once</translation>
    </message>
    <message>
        <source>Cả hội trường</source>
        <translation>Whole hall</translation>
    </message>
    <message>
        <source>Danh sách điểm danh</source>
        <translation>Attendance list</translation>
    </message>
    <message>
        <source>Diễn biến</source>
        <translation>What happened</translation>
    </message>
    <message>
        <source>Ghi vắng có phép</source>
        <translation>Record: with leave</translation>
    </message>
    <message>
        <source>Ghi vắng không phép</source>
        <translation>Record: without leave</translation>
    </message>
    <message>
        <source>Ghi đã về</source>
        <translation>Record: left</translation>
    </message>
    <message>
        <source>Ghế trống</source>
        <translation>Free seat</translation>
    </message>
    <message>
        <source>Ghế {seat}, không có ai</source>
        <translation>Seat {seat}, nobody's</translation>
    </message>
    <message>
        <source>Hỏi lại</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>Hỏi trực tiếp tại cửa, đọc trên màn hình</source>
        <translation>Asked in person at the gate, read on the screen</translation>
    </message>
    <message>
        <source>Hủy lượt vừa rồi</source>
        <translation>Undo the last one</translation>
    </message>
    <message>
        <source>Khuôn mặt: chưa hỏi ý kiến</source>
        <translation>Face: not asked yet</translation>
    </message>
    <message>
        <source>Khuôn mặt: không dùng, đi bằng thẻ hoặc tên</source>
        <translation>Face: not used, by badge or name</translation>
    </message>
    <message>
        <source>Khuôn mặt: đồng ý dùng</source>
        <translation>Face: agreed</translation>
    </message>
    <message>
        <source>Khách mời, dự khuyết</source>
        <translation>Guests, alternates</translation>
    </message>
    <message>
        <source>Không đồng ý thì điểm danh bằng thẻ hoặc bằng tên, quyền lợi như nhau.</source>
        <translation>If you do not agree, you check in by badge or by name, with exactly the same rights.</translation>
    </message>
    <message>
        <source>Không, dùng thẻ hoặc tên</source>
        <translation>No, badge or name</translation>
    </message>
    <message>
        <source>Lý do vắng, nếu biết</source>
        <translation>Reason of the absence, if known</translation>
    </message>
    <message>
        <source>Lý do về, nếu cần ghi</source>
        <translation>Reason for leaving, if needed</translation>
    </message>
    <message>
        <source>Máy khó phân biệt với {names}. Ở cửa, người phụ trách sẽ nhìn và xác nhận; nếu là hai người khác nhau thì không cần làm gì thêm.</source>
        <translation>The camera can hardly tell this person from {names}. At the gate, the steward will look and confirm; if they are two people, nothing more needs doing.</translation>
    </message>
    <message>
        <source>Máy này chưa đăng ký được khuôn mặt</source>
        <translation>This machine cannot enrol faces</translation>
    </message>
    <message>
        <source>Máy đoán: {name}</source>
        <translation>The camera's guess: {name}</translation>
    </message>
    <message>
        <source>Mẫu khuôn mặt, nếu có, đã bị hủy. Mời anh/chị điểm danh bằng thẻ hoặc bằng tên.</source>
        <translation>Face data, if there was any, is destroyed. Please check in by badge or by name.</translation>
    </message>
    <message>
        <source>Mọi đại biểu</source>
        <translation>All delegates</translation>
    </message>
    <message>
        <source>Một máy chưa rõ tên</source>
        <translation>A machine of unknown name</translation>
    </message>
    <message>
        <source>Mới đến</source>
        <translation>Latest</translation>
    </message>
    <message>
        <source>Mời bỏ khẩu trang hoặc vật che mặt một lát</source>
        <translation>Please take off the mask or whatever covers your face for a moment</translation>
    </message>
    <message>
        <source>Mời chớp mắt một cái</source>
        <translation>Please blink once</translation>
    </message>
    <message>
        <source>Mời quay đầu sang phải rồi nhìn lại</source>
        <translation>Please turn your head right, then look back</translation>
    </message>
    <message>
        <source>Mời quay đầu sang trái rồi nhìn lại</source>
        <translation>Please turn your head left, then look back</translation>
    </message>
    <message>
        <source>Mừng anh/chị quay lại</source>
        <translation>Welcome back</translation>
    </message>
    <message>
        <source>Người khác</source>
        <translation>Somebody else</translation>
    </message>
    <message>
        <source>Người này không có mặt</source>
        <translation>This person is not here</translation>
    </message>
    <message>
        <source>Người phụ trách xác nhận</source>
        <translation>The steward confirms</translation>
    </message>
    <message>
        <source>Người tiếp theo</source>
        <translation>Next person</translation>
    </message>
    <message>
        <source>Nhìn người thật trước khi xác nhận.</source>
        <translation>Look at the person before you confirm.</translation>
    </message>
    <message>
        <source>Nhầm người</source>
        <translation>Wrong person</translation>
    </message>
    <message>
        <source>Phóng to</source>
        <translation>Zoom in</translation>
    </message>
    <message>
        <source>Quên thẻ</source>
        <translation>Forgot the badge</translation>
    </message>
    <message>
        <source>Sân khấu</source>
        <translation>Stage</translation>
    </message>
    <message>
        <source>Sơ đồ chỗ ngồi</source>
        <translation>Seating plan</translation>
    </message>
    <message>
        <source>Số liệu của máy này; các cửa khác: {at}</source>
        <translation>This machine's numbers; other gates: {at}</translation>
    </message>
    <message>
        <source>Số liệu của mọi cửa, {at}</source>
        <translation>Numbers of all gates, {at}</translation>
    </message>
    <message>
        <source>Số liệu đúng lúc bấm nút. Tệp nằm trong thư mục Tài liệu của máy này.</source>
        <translation>Figures as of the tap. The file lies in this machine's Documents folder.</translation>
    </message>
    <message>
        <source>Thu nhỏ</source>
        <translation>Zoom out</translation>
    </message>
    <message>
        <source>Triệu tập {convened}, cần {required} ({share}), của ít nhất {units} trong {delegations} đoàn</source>
        <translation>{convened} convened, {required} needed ({share}), from at least {units} of {delegations} delegations</translation>
    </message>
    <message numerus="yes">
        <source>Tìm thấy {n} người</source>
        <translation>
            <numerusform>Found {n} person</numerusform>
            <numerusform>Found {n} people</numerusform>
        </translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>Where they stand</translation>
    </message>
    <message>
        <source>Việc gia đình</source>
        <translation>Family matter</translation>
    </message>
    <message>
        <source>Vì sao hủy điểm danh?</source>
        <translation>Why undo the check-in?</translation>
    </message>
    <message>
        <source>Vắng có phép</source>
        <translation>Absent with leave</translation>
    </message>
    <message>
        <source>Vắng không phép</source>
        <translation>Absent without leave</translation>
    </message>
    <message>
        <source>Vừa điểm danh: {name}, {time}</source>
        <translation>Just checked in: {name}, {time}</translation>
    </message>
    <message>
        <source>Xin anh/chị chờ một chút, người phụ trách cửa sẽ giúp ngay.</source>
        <translation>One moment please, the steward will help you at once.</translation>
    </message>
    <message>
        <source>Xuất báo cáo</source>
        <translation>Export reports</translation>
    </message>
    <message>
        <source>lúc {time}</source>
        <translation>at {time}</translation>
    </message>
    <message>
        <source>{done} trên {total} việc</source>
        <translation>{done} of {total} done</translation>
    </message>
    <message>
        <source>{kept} trên {wanted} lần nhìn tốt</source>
        <translation>{kept} of {wanted} good looks</translation>
    </message>
    <message numerus="yes">
        <source>{n} chưa đến</source>
        <translation>
            <numerusform>{n} not here yet</numerusform>
            <numerusform>{n} not here yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} việc chưa gửi</source>
        <translation>
            <numerusform>{n} not sent yet</numerusform>
            <numerusform>{n} not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} vắng có phép</source>
        <translation>
            <numerusform>{n} with leave</numerusform>
            <numerusform>{n} with leave</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} vắng không phép</source>
        <translation>
            <numerusform>{n} without leave</numerusform>
            <numerusform>{n} without leave</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} đã về</source>
        <translation>
            <numerusform>{n} left</numerusform>
            <numerusform>{n} left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} đến muộn</source>
        <translation>
            <numerusform>{n} late</numerusform>
            <numerusform>{n} late</numerusform>
        </translation>
    </message>
    <message>
        <source>Đi công tác</source>
        <translation>Away on duty</translation>
    </message>
    <message>
        <source>Điểm danh bằng khuôn mặt</source>
        <translation>Checked in by face</translation>
    </message>
    <message>
        <source>Điểm danh bằng thẻ</source>
        <translation>Checked in by badge</translation>
    </message>
    <message>
        <source>Điểm danh theo tên</source>
        <translation>Check in by name</translation>
    </message>
    <message>
        <source>Đã bỏ ghi vắng của {name}.</source>
        <translation>The absence of {name} is removed.</translation>
    </message>
    <message>
        <source>Đã ghi là đồng ý. Thiếu máy ảnh hoặc mô hình nhận diện: dùng một máy ở cửa khác.</source>
        <translation>The consent is recorded. A camera or the recognition models are missing: use a machine at another gate.</translation>
    </message>
    <message>
        <source>Đã ghi vắng: {name}.</source>
        <translation>Recorded as absent: {name}.</translation>
    </message>
    <message>
        <source>Đã ghi {name} ra về.</source>
        <translation>Recorded: {name} has left.</translation>
    </message>
    <message>
        <source>Đã ghi: không dùng khuôn mặt</source>
        <translation>Recorded: face not used</translation>
    </message>
    <message>
        <source>Đã hủy điểm danh của {name}.</source>
        <translation>The check-in of {name} is undone.</translation>
    </message>
    <message>
        <source>Đã quay lại</source>
        <translation>Came back</translation>
    </message>
    <message>
        <source>Đã về</source>
        <translation>Left</translation>
    </message>
    <message>
        <source>Đã điểm danh {name}.</source>
        <translation>Checked in: {name}.</translation>
    </message>
    <message>
        <source>Đã đăng ký khuôn mặt của {name}</source>
        <translation>The face of {name} is enrolled</translation>
    </message>
    <message>
        <source>Đăng ký khuôn mặt</source>
        <translation>Enrol a face</translation>
    </message>
    <message>
        <source>Đại hội kết thúc thì dãy số bị hủy. Đổi ý lúc nào cũng được: báo người phụ trách, dãy số bị hủy ngay.</source>
        <translation>When the congress ends, the numbers are destroyed. You may change your mind at any time: tell the steward, and they are destroyed at once.</translation>
    </message>
    <message>
        <source>Đến muộn</source>
        <translation>Late</translation>
    </message>
    <message>
        <source>Đồng ý</source>
        <translation>I agree</translation>
    </message>
    <message>
        <source>Đủ mặt</source>
        <translation>All here</translation>
    </message>
    <message>
        <source>Ảnh không được giữ lại.</source>
        <translation>No picture was kept.</translation>
    </message>
    <message>
        <source>Ốm</source>
        <translation>Ill</translation>
    </message>
    <message>
        <source>Có mặt {present} / {convened}</source>
        <translation>Present {present} / {convened}</translation>
    </message>
    <message>
        <source>Phiên họp đang diễn ra, mời anh/chị vào</source>
        <translation>The sitting is under way, please go in</translation>
    </message>
    <message numerus="yes">
        <source>Cần có {n} đoàn</source>
        <translation>
            <numerusform>{n} delegation needed</numerusform>
            <numerusform>{n} delegations needed</numerusform>
        </translation>
    </message>
    <message>
        <source>Hủy điểm danh</source>
        <translation>Undo check-in</translation>
    </message>
    <message>
        <source>Biểu quyết giơ thẻ</source>
        <translation>Raised cards</translation>
    </message>
    <message>
        <source>Bỏ phiếu kín</source>
        <translation>Secret ballot</translation>
    </message>
    <message>
        <source>Có mặt {present} đại biểu có quyền biểu quyết.</source>
        <translation>{present} delegates with a vote are present.</translation>
    </message>
    <message numerus="yes">
        <source>Nhiều hơn số đại biểu có mặt {n} người. Xin đếm lại.</source>
        <translation>
            <numerusform>{n} more than are present. Please count again.</numerusform>
            <numerusform>{n} more than are present. Please count again.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Còn {n} người chưa được đếm.</source>
        <translation>
            <numerusform>{n} person is not counted yet.</numerusform>
            <numerusform>{n} people are not counted yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} tán thành</source>
        <translation>
            <numerusform>{n} in favour</numerusform>
            <numerusform>{n} in favour</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} không tán thành</source>
        <translation>
            <numerusform>{n} against</numerusform>
            <numerusform>{n} against</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} ý kiến khác</source>
        <translation>
            <numerusform>{n} abstained</numerusform>
            <numerusform>{n} abstained</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} phiếu không hợp lệ</source>
        <translation>
            <numerusform>{n} invalid ballot</numerusform>
            <numerusform>{n} invalid ballots</numerusform>
        </translation>
    </message>
    <message>
        <source>Kết quả biểu quyết</source>
        <translation>Results of votes</translation>
    </message>
    <message>
        <source>Biểu quyết về</source>
        <translation>The vote was about</translation>
    </message>
    <message>
        <source>Ví dụ: Thông qua chương trình Đại hội</source>
        <translation>For example: Adoption of the programme</translation>
    </message>
    <message>
        <source>Tán thành</source>
        <translation>In favour</translation>
    </message>
    <message>
        <source>Không tán thành</source>
        <translation>Against</translation>
    </message>
    <message>
        <source>Ý kiến khác</source>
        <translation>Abstained</translation>
    </message>
    <message>
        <source>Phiếu không hợp lệ</source>
        <translation>Invalid ballots</translation>
    </message>
    <message>
        <source>Tất cả tán thành</source>
        <translation>All in favour</translation>
    </message>
    <message>
        <source>Ghi lần khác</source>
        <translation>Another vote</translation>
    </message>
    <message>
        <source>Bỏ lần này</source>
        <translation>Remove this vote</translation>
    </message>
    <message>
        <source>Các lần biểu quyết đã ghi</source>
        <translation>Votes written down</translation>
    </message>
    <message>
        <source>Đã ghi</source>
        <translation>Written down</translation>
    </message>
    <message>
        <source>Ghi kết quả</source>
        <translation>Write down</translation>
    </message>
    <message>
        <source>Ghi lại</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>Đã ghi kết quả biểu quyết.</source>
        <translation>The result is written down.</translation>
    </message>
    <message>
        <source>Đã bỏ lần biểu quyết này.</source>
        <translation>The vote is removed.</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Word</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Phụ đề SRT</source>
        <translation>Subtitles SRT</translation>
    </message>
    <message>
        <source>Phụ đề VTT</source>
        <translation>Subtitles VTT</translation>
    </message>
    <message>
        <source>Số biên bản</source>
        <translation>Number of the minutes</translation>
    </message>
    <message>
        <source>Địa danh trước ngày tháng</source>
        <translation>Town before the date</translation>
    </message>
    <message>
        <source>Đoàn Chủ tịch, mỗi người một dòng</source>
        <translation>Presidium, one person a line</translation>
    </message>
    <message>
        <source>Đoàn Thư ký, mỗi người một dòng</source>
        <translation>Secretariat, one person a line</translation>
    </message>
    <message>
        <source>Chức danh người ghi biên bản</source>
        <translation>Role of who took the minutes</translation>
    </message>
    <message>
        <source>Họ tên người ghi biên bản</source>
        <translation>Name of who took the minutes</translation>
    </message>
    <message>
        <source>Chức danh người chủ trì ký</source>
        <translation>Role of who presided</translation>
    </message>
    <message>
        <source>Họ tên người chủ trì ký</source>
        <translation>Name of who presided</translation>
    </message>
    <message>
        <source>Còn để chấm: {fields}.</source>
        <translation>Still dotted lines: {fields}.</translation>
    </message>
    <message numerus="yes">
        <source>Có {n} đoạn hai thư ký sửa khác nhau.</source>
        <translation>
            <numerusform>{n} passage was corrected differently by two secretaries.</numerusform>
            <numerusform>{n} passages were corrected differently by two secretaries.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Có {n} phần tóm tắt mới là máy đề xuất.</source>
        <translation>
            <numerusform>{n} summary is still the machine's proposal.</numerusform>
            <numerusform>{n} summaries are still the machine's proposals.</numerusform>
        </translation>
    </message>
    <message>
        <source>Chưa trình Đoàn Chủ tịch.</source>
        <translation>Not yet before the presidium.</translation>
    </message>
    <message>
        <source>Biên bản đã đổi sau khi được duyệt. Xin trình lại bản mới.</source>
        <translation>The minutes have changed since they were approved. Please submit a new version.</translation>
    </message>
    <message>
        <source>Bản {number}: {who} duyệt lúc {time}.</source>
        <translation>Version {number}: approved by {who} at {time}.</translation>
    </message>
    <message>
        <source>Bản {number}: đã duyệt lúc {time}.</source>
        <translation>Version {number}: approved at {time}.</translation>
    </message>
    <message>
        <source>Bản {number}: trả lại để sửa: {reason}</source>
        <translation>Version {number}: returned: {reason}</translation>
    </message>
    <message>
        <source>Bản {number}: chờ Đoàn Chủ tịch duyệt.</source>
        <translation>Version {number}: waiting for the presidium.</translation>
    </message>
    <message>
        <source>trình lúc {time}</source>
        <translation>submitted at {time}</translation>
    </message>
    <message>
        <source>máy đề xuất</source>
        <translation>proposed by the machine</translation>
    </message>
    <message>
        <source>Máy đề xuất, chạm để sửa</source>
        <translation>Proposed by the machine, tap to change</translation>
    </message>
    <message>
        <source>Thông tin biên bản</source>
        <translation>Details of the minutes</translation>
    </message>
    <message>
        <source>Lưu</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Toàn văn đã ghi</source>
        <translation>All that was said</translation>
    </message>
    <message>
        <source>Tóm tắt phát biểu</source>
        <translation>Summary of the speech</translation>
    </message>
    <message>
        <source>Lấy lại đề xuất của máy</source>
        <translation>Back to the machine's proposal</translation>
    </message>
    <message>
        <source>Trả lại để sửa</source>
        <translation>Return for changes</translation>
    </message>
    <message>
        <source>Cần sửa gì</source>
        <translation>What is to be changed</translation>
    </message>
    <message>
        <source>Toàn văn biên bản</source>
        <translation>The whole minutes</translation>
    </message>
    <message>
        <source>Toàn văn</source>
        <translation>Whole text</translation>
    </message>
    <message>
        <source>Chỗ khác bản trước</source>
        <translation>Changes</translation>
    </message>
    <message>
        <source>Duyệt biên bản</source>
        <translation>Approve the minutes</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Bản biên bản này chưa về đến máy.</source>
        <translation>This version has not reached this device yet.</translation>
    </message>
    <message>
        <source>Đây là bản trình đầu tiên, chưa có bản nào trước để so.</source>
        <translation>This is the first version; there is none before it to compare.</translation>
    </message>
    <message>
        <source>Bản này không khác bản trước một chữ nào.</source>
        <translation>This version does not differ from the one before.</translation>
    </message>
    <message>
        <source>Đoàn Chủ tịch</source>
        <translation>Presidium</translation>
    </message>
    <message>
        <source>Đã duyệt biên bản.</source>
        <translation>The minutes are approved.</translation>
    </message>
    <message>
        <source>Đã trả lại biên bản.</source>
        <translation>The minutes are returned.</translation>
    </message>
    <message>
        <source>Xuất biên bản</source>
        <translation>Export minutes</translation>
    </message>
    <message>
        <source>Biên bản</source>
        <translation>Minutes</translation>
    </message>
    <message>
        <source>Phụ đề của bản ghi âm</source>
        <translation>Subtitles of the recording</translation>
    </message>
    <message>
        <source>Tệp nằm trong thư mục Tài liệu của máy này.</source>
        <translation>Files go to this device's Documents folder.</translation>
    </message>
    <message>
        <source>Mẫu Word của Đoàn Thư ký</source>
        <translation>The secretariat's Word template</translation>
    </message>
    <message>
        <source>Dùng mẫu khác</source>
        <translation>Use another template</translation>
    </message>
    <message>
        <source>Ghi mẫu để sửa</source>
        <translation>Write a template to edit</translation>
    </message>
    <message>
        <source>Về mẫu của Đại hội</source>
        <translation>Back to the congress's layout</translation>
    </message>
    <message>
        <source>Đã ghi {name}.</source>
        <translation>{name} is written.</translation>
    </message>
    <message>
        <source>Đang dùng: {name}</source>
        <translation>In use: {name}</translation>
    </message>
    <message>
        <source>Đang dùng thể thức của Đại hội.</source>
        <translation>In use: the congress's layout.</translation>
    </message>
    <message>
        <source>Chọn mẫu Word</source>
        <translation>Choose a Word template</translation>
    </message>
    <message>
        <source>Đang lập biên bản…</source>
        <translation>Putting the minutes together…</translation>
    </message>
    <message>
        <source>Biên bản đã đủ, có thể trình.</source>
        <translation>The minutes are complete and can be submitted.</translation>
    </message>
    <message>
        <source>Việc còn lại</source>
        <translation>Still to do</translation>
    </message>
    <message>
        <source>Mở lời ghi</source>
        <translation>Open the transcript</translation>
    </message>
    <message>
        <source>Trình Đoàn Chủ tịch</source>
        <translation>Submit to the presidium</translation>
    </message>
    <message>
        <source>Các bản đã trình</source>
        <translation>Versions submitted</translation>
    </message>
    <message>
        <source>Chưa có gì để ghi: phiên họp chưa mở.</source>
        <translation>Nothing to write yet: no sitting has been opened.</translation>
    </message>
    <message>
        <source>Đã lưu.</source>
        <translation>Saved.</translation>
    </message>
    <message>
        <source>Kết luận của mục này</source>
        <translation>What was decided under this item</translation>
    </message>
    <message>
        <source>Đã trình Đoàn Chủ tịch.</source>
        <translation>Submitted to the presidium.</translation>
    </message>
    <message>
        <source>Gửi trả</source>
        <translation>Send back</translation>
    </message>
    <message>
        <source>Anh/chị có đồng ý để máy này nhận ra mình qua khuôn mặt khi điểm danh không?</source>
        <translation>Do you agree that this tablet may recognise you by your face when you check in?</translation>
    </message>
    <message>
        <source>Máy lấy ảnh của anh/chị từ hội trường, tính ra một dãy số rồi hủy ảnh. Ngoài máy này chỉ máy ở cửa có dãy số ấy.</source>
        <translation>The tablet takes your photograph from the hall, computes a row of numbers and destroys the photograph. Besides this tablet only those at the gates have these numbers.</translation>
    </message>
    <message>
        <source>Đại hội kết thúc thì dãy số bị hủy. Đổi ý lúc nào cũng được, ngay trên máy này.</source>
        <translation>When the congress ends the numbers are destroyed. You may change your mind at any time, on this very tablet.</translation>
    </message>
    <message>
        <source>Không đồng ý thì điểm danh ở cửa bằng thẻ hoặc bằng tên, quyền lợi như nhau.</source>
        <translation>If you do not agree, check in at the gate by badge or by name, with the same rights.</translation>
    </message>
    <message>
        <source>Tự trả lời trên máy của mình</source>
        <translation>Answered on one's own tablet</translation>
    </message>
    <message>
        <source>Mời anh/chị điểm danh ở cửa hội trường, bằng thẻ hoặc bằng tên.</source>
        <translation>Please check in at the hall's gate, by badge or by name.</translation>
    </message>
    <message>
        <source>Đang chuẩn bị…</source>
        <translation>Getting ready…</translation>
    </message>
    <message>
        <source>Máy đang nhận mẫu khuôn mặt từ hội trường. Nếu lâu, mời anh/chị điểm danh ở cửa.</source>
        <translation>The tablet is receiving your face template from the hall. If it takes long, please check in at the gate.</translation>
    </message>
    <message>
        <source>Máy này chưa nhận ra anh/chị được</source>
        <translation>This tablet cannot recognise you yet</translation>
    </message>
    <message>
        <source>Mời anh/chị gặp cán bộ trực ở cửa</source>
        <translation>Please see the steward at the gate</translation>
    </message>
    <message>
        <source>Máy chưa nhận ra anh/chị sau hai lần. Ở cửa có thể điểm danh bằng thẻ hoặc bằng tên.</source>
        <translation>The tablet has not recognised you twice. At the gate you can check in by badge or by name.</translation>
    </message>
    <message>
        <source>Không dùng khuôn mặt</source>
        <translation>Without my face</translation>
    </message>
    <message>
        <source>Về chương trình</source>
        <translation>Back to the programme</translation>
    </message>
    <message>
        <source>Đổi ý</source>
        <translation>Change my mind</translation>
    </message>
    <message>
        <source>Chưa được, mời anh/chị thử lại lần nữa</source>
        <translation>Not yet, please try once more</translation>
    </message>
    <message>
        <source>Anh/chị chưa điểm danh.</source>
        <translation>You have not checked in yet.</translation>
    </message>
    <message>
        <source>Anh/chị chưa điểm danh. Mời anh/chị điểm danh ở cửa hội trường, bằng thẻ hoặc bằng tên.</source>
        <translation>You have not checked in yet. Please check in at the hall's gate, by badge or by name.</translation>
    </message>
    <message>
        <source>Micro bị rút ra. Máy đang chờ hoặc dùng micro khác.</source>
        <translation>The microphone was unplugged. Waiting for it, or using another one.</translation>
    </message>
    <message>
        <source>Ổ đĩa sắp đầy. Xin xóa bớt tệp trên máy này.</source>
        <translation>The disk is nearly full. Please delete files on this device.</translation>
    </message>
    <message>
        <source>Không nghe thấy gì đã 10 giây. Xin kiểm tra micro.</source>
        <translation>Nothing has been heard for 10 seconds. Please check the microphone.</translation>
    </message>
    <message>
        <source>To quá, xin để micro xa hơn.</source>
        <translation>Too loud, please move the microphone away.</translation>
    </message>
    <message>
        <source>Ổ đĩa còn ghi được {minutes} phút</source>
        <translation>The disk lasts another {minutes} minutes</translation>
    </message>
    <message>
        <source>Ổ đĩa còn ghi được {hours} giờ</source>
        <translation>The disk lasts another {hours} hours</translation>
    </message>
    <message>
        <source>TẠM DỪNG</source>
        <translation>PAUSED</translation>
    </message>
    <message>
        <source>Micro</source>
        <translation>Microphones</translation>
    </message>
    <message>
        <source>Đang nghe sẵn: khi bấm ghi, 10 giây trước đó cũng được giữ.</source>
        <translation>Listening: when recording begins, the 10 seconds before it are kept too.</translation>
    </message>
    <message>
        <source>Ghi tiếp</source>
        <translation>Go on</translation>
    </message>
    <message>
        <source>Đã bị rút ra</source>
        <translation>Unplugged</translation>
    </message>
    <message>
        <source>{name} (mặc định)</source>
        <translation>{name} (default)</translation>
    </message>
    <message>
        <source>{name}, kênh {channel}</source>
        <translation>{name}, channel {channel}</translation>
    </message>
    <message>
        <source>Đang tìm micro…</source>
        <translation>Looking for microphones…</translation>
    </message>
    <message>
        <source>Tìm lại</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Tắt micro</source>
        <translation>Microphones off</translation>
    </message>
    <message>
        <source>Thử tiếng</source>
        <translation>Sound check</translation>
    </message>
    <message>
        <source>Micro đang mở thì giữ 10 giây cuối trong bộ nhớ, chưa ghi gì ra ổ đĩa.</source>
        <translation>While microphones are open the last 10 seconds stay in memory; nothing is written to disk yet.</translation>
    </message>
    <message>
        <source>Chọn một đến bốn micro hoặc kênh.</source>
        <translation>Choose one to four microphones or channels.</translation>
    </message>
    <message>
        <source>Không thấy micro nào. Cắm micro rồi bấm Tìm lại.</source>
        <translation>No microphone found. Plug one in and tap Look again.</translation>
    </message>
    <message>
        <source>Sóng âm thanh</source>
        <translation>Waveform</translation>
    </message>
    <message>
        <source>Bản chữ cũ được giữ; anh/chị đổi lại lúc nào cũng được.</source>
        <translation>The old text is kept; you can go back to it at any time.</translation>
    </message>
    <message>
        <source>Đoạn này</source>
        <translation>This paragraph</translation>
    </message>
    <message>
        <source>Đến chỗ đổi người</source>
        <translation>Until the speaker changes</translation>
    </message>
    <message>
        <source>Cả bản ghi</source>
        <translation>The whole recording</translation>
    </message>
    <message>
        <source>Nghe bằng máy khác</source>
        <translation>Hear with another engine</translation>
    </message>
    <message>
        <source>Đang nghe lại</source>
        <translation>Hearing again</translation>
    </message>
    <message>
        <source>Đang nghe lại bằng {engine}…</source>
        <translation>Hearing again with {engine}…</translation>
    </message>
    <message>
        <source>Đã nghe lại. Bản chữ mới đang hiện trên trang.</source>
        <translation>Heard again. The new text is on the page.</translation>
    </message>
    <message>
        <source>Bản chữ của đoạn này</source>
        <translation>Texts of this paragraph</translation>
    </message>
    <message>
        <source>Nghe lúc họp ({engine})</source>
        <translation>Heard live ({engine})</translation>
    </message>
    <message>
        <source>Nghe lại phần nào?</source>
        <translation>Which part?</translation>
    </message>
    <message>
        <source>Bằng máy nào?</source>
        <translation>With which engine?</translation>
    </message>
    <message>
        <source>{name}, đang đọc</source>
        <translation>{name}, being read</translation>
    </message>
    <message>
        <source>Hai người sửa khác nhau. Bấm để chọn.</source>
        <translation>Two people wrote different texts. Tap to choose.</translation>
    </message>
    <message>
        <source>Tìm trong lời ghi</source>
        <translation>Find in the transcript</translation>
    </message>
    <message>
        <source>Tìm, không cần gõ dấu</source>
        <translation>Find, marks not needed</translation>
    </message>
    <message>
        <source>Thay bằng</source>
        <translation>Replace with</translation>
    </message>
    <message>
        <source>Cả từ</source>
        <translation>Whole words</translation>
    </message>
    <message>
        <source>Đúng dấu</source>
        <translation>Exact</translation>
    </message>
    <message>
        <source>Đóng tìm kiếm</source>
        <translation>Close find</translation>
    </message>
    <message>
        <source>Thay</source>
        <translation>Replace</translation>
    </message>
    <message>
        <source>Thay tất cả</source>
        <translation>Replace all</translation>
    </message>
    <message>
        <source>{number} / {count}</source>
        <translation>{number} / {count}</translation>
    </message>
    <message>
        <source>Bấm vào một đoạn để xem và sửa.</source>
        <translation>Tap a paragraph to see and correct it.</translation>
    </message>
    <message>
        <source>Trả lại như nghe được</source>
        <translation>Back to what was heard</translation>
    </message>
    <message>
        <source>Máy nghe được</source>
        <translation>What was heard</translation>
    </message>
    <message>
        <source>Sửa chữ</source>
        <translation>Correct</translation>
    </message>
    <message>
        <source>Tách đoạn tại đây</source>
        <translation>Split here</translation>
    </message>
    <message>
        <source>Nối vào đoạn trước</source>
        <translation>Join to the one before</translation>
    </message>
    <message>
        <source>Ai đã sửa</source>
        <translation>Who changed it</translation>
    </message>
    <message>
        <source>Viết lại</source>
        <translation>Write anew</translation>
    </message>
    <message>
        <source>Khôi phục đoạn này</source>
        <translation>Restore this paragraph</translation>
    </message>
    <message>
        <source>Xong</source>
        <translation>Done</translation>
    </message>
    <message>
        <source>Hai người sửa khác nhau. Giữ bản nào?</source>
        <translation>Two people wrote different texts. Which one holds?</translation>
    </message>
    <message>
        <source>(bỏ đoạn này)</source>
        <translation>(struck out)</translation>
    </message>
    <message>
        <source>Giữ bản này</source>
        <translation>Keep this one</translation>
    </message>
    <message>
        <source>{clock}, phút {time} của bản ghi</source>
        <translation>{clock}, {time} into the recording</translation>
    </message>
    <message>
        <source>{name}, lúc {time}</source>
        <translation>{name}, at {time}</translation>
    </message>
    <message>
        <source>Nói thêm, không có trong bài tham luận.</source>
        <translation>Said, but not in the submitted speech.</translation>
    </message>
    <message>
        <source>Một máy khác</source>
        <translation>Another laptop</translation>
    </message>
    <message>
        <source>Máy nghe chưa rõ từ này.</source>
        <translation>The machine was unsure of this word.</translation>
    </message>
    <message>
        <source>Máy viết hoa; nghe được: “{heard}”.</source>
        <translation>Capitals by the machine; heard: “{heard}”.</translation>
    </message>
    <message>
        <source>Máy viết thành số; nghe được: “{heard}”.</source>
        <translation>Written as a number; heard: “{heard}”.</translation>
    </message>
    <message>
        <source>Máy sửa theo tài liệu của Đại hội; nghe được: “{heard}”.</source>
        <translation>Mended after the congress's papers; heard: “{heard}”.</translation>
    </message>
    <message>
        <source>Máy thêm dấu câu; nghe được: “{heard}”.</source>
        <translation>Punctuation by the machine; heard: “{heard}”.</translation>
    </message>
    <message>
        <source>Theo bài tham luận; nghe được: “{heard}”.</source>
        <translation>From the submitted speech; heard: “{heard}”.</translation>
    </message>
    <message>
        <source>sửa chữ</source>
        <translation>correcting</translation>
    </message>
    <message>
        <source>bỏ đoạn</source>
        <translation>striking out</translation>
    </message>
    <message>
        <source>khôi phục đoạn</source>
        <translation>restoring</translation>
    </message>
    <message>
        <source>tách đoạn</source>
        <translation>splitting</translation>
    </message>
    <message>
        <source>nối đoạn</source>
        <translation>joining</translation>
    </message>
    <message>
        <source>đổi người nói</source>
        <translation>naming the speaker</translation>
    </message>
    <message>
        <source>thay chữ</source>
        <translation>replacing</translation>
    </message>
    <message>
        <source>chọn bản</source>
        <translation>choosing a text</translation>
    </message>
    <message>
        <source>Máy nghe được ({engine})</source>
        <translation>What was heard ({engine})</translation>
    </message>
    <message>
        <source>Ai đã sửa đoạn này</source>
        <translation>Who changed this paragraph</translation>
    </message>
    <message>
        <source>Ai nói đoạn này?</source>
        <translation>Who says this?</translation>
    </message>
    <message>
        <source>Chỉ đoạn này</source>
        <translation>Only this paragraph</translation>
    </message>
    <message>
        <source>{number}. {name}</source>
        <translation>{number}. {name}</translation>
    </message>
    <message>
        <source>Người không có trong danh sách</source>
        <translation>Somebody not on the roster</translation>
    </message>
    <message>
        <source>Người khác: gõ họ tên</source>
        <translation>Somebody else: type the name</translation>
    </message>
    <message>
        <source>Phím tắt và bàn đạp</source>
        <translation>Keys and foot pedal</translation>
    </message>
    <message>
        <source>Lùi 3 giây</source>
        <translation>Back 3 seconds</translation>
    </message>
    <message>
        <source>Phát, dừng</source>
        <translation>Play, pause</translation>
    </message>
    <message>
        <source>Tới 3 giây</source>
        <translation>Forward 3 seconds</translation>
    </message>
    <message>
        <source>đoạn sau, đoạn trước</source>
        <translation>next paragraph, the one before</translation>
    </message>
    <message>
        <source>sửa đoạn đang chọn; Enter lần nữa là xong</source>
        <translation>correct the chosen paragraph; Enter again when done</translation>
    </message>
    <message>
        <source>phát, dừng</source>
        <translation>play, pause</translation>
    </message>
    <message>
        <source>nghe từ con trỏ</source>
        <translation>hear from the cursor</translation>
    </message>
    <message>
        <source>lặp đoạn</source>
        <translation>loop the paragraph</translation>
    </message>
    <message>
        <source>chậm hơn, nhanh hơn</source>
        <translation>slower, faster</translation>
    </message>
    <message>
        <source>chỗ cần xem tiếp theo</source>
        <translation>next doubtful place</translation>
    </message>
    <message>
        <source>tách đoạn tại con trỏ</source>
        <translation>split at the cursor</translation>
    </message>
    <message>
        <source>ở đầu đoạn: nối vào đoạn trước</source>
        <translation>at the start: join to the paragraph before</translation>
    </message>
    <message>
        <source>bỏ hoặc khôi phục đoạn</source>
        <translation>strike out or restore</translation>
    </message>
    <message>
        <source>người nói gần đây</source>
        <translation>recent speakers</translation>
    </message>
    <message>
        <source>tìm và thay</source>
        <translation>find and replace</translation>
    </message>
    <message>
        <source>hoàn tác, làm lại</source>
        <translation>undo, redo</translation>
    </message>
    <message>
        <source>Chưa rõ ai nói</source>
        <translation>Nobody knows</translation>
    </message>
    <message>
        <source>Ghi tên</source>
        <translation>Put the name</translation>
    </message>
    <message>
        <source>Người nói: {name}</source>
        <translation>Speaker: {name}</translation>
    </message>
    <message>
        <source>Bàn đạp: bấm một dòng rồi đạp.</source>
        <translation>Foot pedal: tap a line, then press the pedal.</translation>
    </message>
    <message>
        <source>đạp hoặc bấm phím…</source>
        <translation>press the pedal or a key…</translation>
    </message>
    <message>
        <source>{key}: {what}</source>
        <translation>{key}: {what}</translation>
    </message>
    <message>
        <source>Chưa có lời ghi nào. Khi ghi âm, lời phát biểu hiện ở đây để sửa.</source>
        <translation>Nothing has been recorded yet. While sound is recorded, what is said appears here to be corrected.</translation>
    </message>
    <message>
        <source>{who} vừa sửa đoạn này: “{text}”</source>
        <translation>{who} has just changed this paragraph: “{text}”</translation>
    </message>
    <message>
        <source>Chữ anh/chị đang gõ vẫn còn; gõ xong sẽ được hỏi giữ bản nào.</source>
        <translation>What you are typing is kept; when you are done you will be asked which text holds.</translation>
    </message>
    <message>
        <source>Không hoàn tác “{deed}” được.</source>
        <translation>Could not take back “{deed}”.</translation>
    </message>
    <message>
        <source>Chỗ cần xem</source>
        <translation>Next doubtful</translation>
    </message>
    <message>
        <source>Phím tắt</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Về màn hình điều hành</source>
        <translation>Back to the chair's screen</translation>
    </message>
    <message>
        <source>Đoạn này vừa được sửa: {who}. Anh/chị xem lại trên trang.</source>
        <translation>This paragraph was changed meanwhile: {who}. Look at it on the page.</translation>
    </message>
    <message>
        <source>Đoạn này không còn như lúc đó. Anh/chị xem lại trên trang.</source>
        <translation>This paragraph is not as it was then. Look at it on the page.</translation>
    </message>
    <message>
        <source>Không còn chỗ nào cần xem.</source>
        <translation>Nothing doubtful is left.</translation>
    </message>
    <message>
        <source>Phát</source>
        <translation>Play</translation>
    </message>
    <message numerus="yes">
        <source>Lùi {n} giây</source>
        <translation>
            <numerusform>Back {n} second</numerusform>
            <numerusform>Back {n} seconds</numerusform>
        </translation>
    </message>
    <message>
        <source>Chậm hơn</source>
        <translation>Slower</translation>
    </message>
    <message>
        <source>Nhanh hơn</source>
        <translation>Faster</translation>
    </message>
    <message>
        <source>Lặp đoạn</source>
        <translation>Loop</translation>
    </message>
    <message>
        <source>Lấy âm thanh về</source>
        <translation>Fetch the sound</translation>
    </message>
    <message>
        <source>Đang lấy âm thanh về</source>
        <translation>Fetching the sound</translation>
    </message>
    <message>
        <source>Bấm vào một từ để nghe lại từ đó.</source>
        <translation>Tap a word to hear it.</translation>
    </message>
    <message>
        <source>Đoạn này ghi trên máy khác, âm thanh chưa có ở máy này.</source>
        <translation>Recorded on another laptop; its sound is not on this one.</translation>
    </message>
    <message>
        <source>Đang chuẩn bị âm thanh…</source>
        <translation>Preparing the sound…</translation>
    </message>
    <message>
        <source>Tạm dừng</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Về lời đang nói</source>
        <translation>Back to what is being said</translation>
    </message>
    <message>
        <source>Chữ do máy nghe và ghi, có thể chưa đúng. Chữ xám là lời đang nghe.</source>
        <translation>Written by a machine that listens, and not always right. Grey words are still being heard.</translation>
    </message>
    <message>
        <source>Hiện không ghi âm. Lời phát biểu sẽ hiện ở đây khi Đoàn thư ký bắt đầu ghi.</source>
        <translation>Nothing is being recorded now. Speeches appear here once the secretaries record.</translation>
    </message>
    <message>
        <source>Đại hội này không chiếu lời phát biểu lên máy tính bảng.</source>
        <translation>This congress does not show speeches on the tablets.</translation>
    </message>
    <message>
        <source>Chưa có lời phát biểu nào được ghi.</source>
        <translation>No speech has been recorded yet.</translation>
    </message>
    <message>
        <source>Đã hủy điểm danh</source>
        <translation>Check-in taken back</translation>
    </message>
    <message>
        <source>Lời phát biểu</source>
        <translation>Speech</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Không đưa vào gói</source>
        <translation>Leave out of the pack</translation>
    </message>
    <message>
        <source>Chưa biết là ai</source>
        <translation>Not known whose</translation>
    </message>
    <message>
        <source>chưa ghi đồng ý, không đưa vào gói</source>
        <translation>consent not recorded, left out of the pack</translation>
    </message>
    <message>
        <source>theo số</source>
        <translation>by number</translation>
    </message>
    <message>
        <source>theo tên</source>
        <translation>by name</translation>
    </message>
    <message>
        <source>đã có người xem</source>
        <translation>looked at</translation>
    </message>
    <message>
        <source>số và tên là của hai người</source>
        <translation>number and name are two people's</translation>
    </message>
    <message>
        <source>tên tệp không cho biết</source>
        <translation>the file's name does not say</translation>
    </message>
    <message numerus="yes">
        <source>{n} ảnh</source>
        <translation>
            <numerusform>{n} photograph</numerusform>
            <numerusform>{n} photographs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{n} người</source>
        <translation>
            <numerusform>{n} person</numerusform>
            <numerusform>{n} people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>để ngoài {n} ảnh</source>
        <translation>
            <numerusform>{n} photograph left out</numerusform>
            <numerusform>{n} photographs left out</numerusform>
        </translation>
    </message>
    <message>
        <source>Ảnh của ai?</source>
        <translation>Whose photograph?</translation>
    </message>
    <message>
        <source>Ảnh {file}</source>
        <translation>Photograph {file}</translation>
    </message>
    <message>
        <source>Đúng là {name}</source>
        <translation>It is {name}</translation>
    </message>
    <message>
        <source>Ảnh</source>
        <translation>Photographs</translation>
    </message>
    <message>
        <source>Ảnh đại biểu</source>
        <translation>Delegates' photographs</translation>
    </message>
    <message>
        <source>Đã xem, đúng cả</source>
        <translation>Looked at, all are right</translation>
    </message>
    <message>
        <source>Thư mục không có ảnh đại biểu (thư mục con “anh”).</source>
        <translation>The folder has no photographs of delegates (subfolder “anh”).</translation>
    </message>
    <message>
        <source>Máy chỉ giữ một dãy số tính từ khuôn mặt, không giữ ảnh. Chỉ máy ở cửa và máy của chính anh/chị có dãy số ấy.</source>
        <translation>The machine keeps only a row of numbers computed from your face, no picture. Only the machines at the gates and your own tablet have these numbers.</translation>
    </message>
    <message>
        <source>Sửa lời ghi</source>
        <translation>Edit transcript</translation>
    </message>
    <message>
        <source>Chữ thường</source>
        <translation>Normal text</translation>
    </message>
    <message>
        <source>Văn bản thuần</source>
        <translation>Plain text</translation>
    </message>
    <message>
        <source>Thôi dùng khuôn mặt</source>
        <translation>Stop using my face</translation>
    </message>
    <message>
        <source>Đã thôi dùng khuôn mặt. Mẫu khuôn mặt được hủy; việc điểm danh vẫn giữ.</source>
        <translation>Your face is no longer used. Its template is destroyed; you stay checked in.</translation>
    </message>
    <message>
        <source>Đã đếm {total} trên {present} đại biểu có mặt; {share} số hợp lệ tán thành.</source>
        <translation>{total} of {present} delegates present counted; {share} of the valid ones in favour.</translation>
    </message>
    <message>
        <source>Bản mới đang được tải về.</source>
        <translation>The new version is on its way.</translation>
    </message>
    <message>
        <source>Đã thêm: {what}</source>
        <translation>Added: {what}</translation>
    </message>
    <message>
        <source>Đã sửa: {what}</source>
        <translation>Changed: {what}</translation>
    </message>
    <message>
        <source>Đã xóa: {what}</source>
        <translation>Removed: {what}</translation>
    </message>
    <message>
        <source>Ghi chú ở trang này</source>
        <translation>Notes on this page</translation>
    </message>
    <message>
        <source>Chưa đánh dấu được chỗ này trong chữ to. Anh/chị xem trang in để đánh dấu ở đó.</source>
        <translation>This place cannot be marked in the large text. Look at the printed page and mark it there.</translation>
    </message>
</context>
</TS>
