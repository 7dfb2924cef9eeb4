"""The application's style sheet, written from the tokens. Widgets say what they are by `kind` and `tone`."""

from __future__ import annotations

from app.ui.theme.tokens import CORNER_PX, TOUCH_PX, Theme, Type

_TONES = ("ink", "ink_soft", "accent_text", "good", "unsure", "absent", "on_accent")


def style_sheet(theme: Theme, family: str) -> str:
    """QSS for the whole application."""
    return "\n".join((_base(theme, family), _text(theme), _buttons(theme), _surfaces(theme), _fields(theme)))


def above_ascent_px(size_px: int) -> int:
    """Room above a line of text. Vietnamese capitals with two marks (Ễ) rise above the ascent that fonts
    made for Latin tell: 1.17 em over an ascent of 1.0 em in Be Vietnam Pro. Labels would cut them."""
    return round(size_px * 0.18)


def _base(theme: Theme, family: str) -> str:
    p = theme.palette
    return f"""
    * {{ font-family: "{family}"; font-size: {theme.type_px(Type.BODY)}px; outline: none; }}
    QWidget {{ color: {p.ink}; }}
    QMainWindow, QDialog, QWidget[kind="screen"] {{ background: {p.ground}; }}
    QScrollArea, QScrollArea > QWidget > QWidget[kind="column"] {{ background: transparent; border: none; }}
    QToolTip {{ background: {p.ink}; color: {p.ground}; border: none; padding: 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {p.edge}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 48px; }}
    QScrollBar::handle:horizontal {{ min-width: 48px; }}
    QScrollBar[kind="strip"]:vertical {{ background: {p.raised}; width: {TOUCH_PX}px; }}
    QScrollBar[kind="strip"]::handle:vertical {{ min-height: 72px; border-radius: 12px; margin: 4px 12px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _text(theme: Theme) -> str:
    p = theme.palette
    kinds = "\n".join(
        f'QLabel[kind="{kind}"] {{ font-size: {theme.type_px(kind)}px; font-weight: {kind.weight}; '
        f"padding-top: {above_ascent_px(theme.type_px(kind))}px; padding-bottom: 1px; }}"
        for kind in Type
    )
    tones = "\n".join(f'QLabel[tone="{tone}"] {{ color: {getattr(p, tone)}; }}' for tone in _TONES)
    return f"QLabel {{ background: transparent; }}\n{kinds}\n{tones}"


def _buttons(theme: Theme) -> str:
    p, height = theme.palette, theme.touch_px
    return f"""
    QPushButton {{
        min-height: {height - 2}px; padding: 0 16px; border-radius: {CORNER_PX}px;
        border: 1px solid {p.edge}; background: {p.surface}; color: {p.ink}; font-weight: 500;
    }}
    QPushButton:pressed {{ background: {p.line}; }}
    QPushButton:focus {{ border: 3px solid {p.focus}; padding: 0 14px; min-height: {height - 6}px; }}
    QPushButton:disabled {{ color: {p.ink_soft}; border-color: {p.line}; background: {p.raised}; }}
    QPushButton[kind="primary"] {{
        background: {p.accent}; color: {p.on_accent}; border-color: {p.accent}; font-weight: 600;
    }}
    QPushButton[kind="primary"]:pressed {{ background: {p.accent_text}; color: {p.surface}; }}
    QPushButton[kind="primary"]:disabled {{
        background: {p.raised}; color: {p.ink_soft}; border-color: {p.line};
    }}
    QPushButton[kind="primary"]:focus {{ border: 3px solid {p.focus}; }}
    QPushButton[kind="quiet"] {{ border-color: transparent; background: transparent; }}
    QPushButton[kind="quiet"]:pressed {{ background: {p.line}; }}
    QPushButton[kind="quiet"]:focus {{ border: 3px solid {p.focus}; }}
    QPushButton:checked {{
        background: {p.accent_soft}; border: 2px solid {p.accent}; color: {p.accent_text};
        font-weight: 600; padding: 0 15px; min-height: {height - 4}px;
    }}
    QPushButton[kind="tile"] {{ text-align: left; padding: 12px 16px; }}
    QPushButton[kind="row"] {{ text-align: left; border-color: transparent; background: transparent; }}
    QPushButton[kind="row"]:checked {{ border: 2px solid {p.accent}; background: {p.accent_soft}; }}
    QPushButton[kind="row"]:focus {{ border: 3px solid {p.focus}; }}
    QPushButton[kind="overlay"] {{ background: {p.surface}; border-color: {p.edge}; }}
    """


def _surfaces(theme: Theme) -> str:
    p = theme.palette
    return f"""
    QFrame[kind="card"] {{
        background: {p.surface}; border: 1px solid {p.line}; border-radius: {CORNER_PX}px;
    }}
    QFrame[kind="accent-bar"] {{ background: {p.accent}; border: none; border-radius: 3px; }}
    QFrame[kind="note"] {{ background: {p.raised}; border: none; border-radius: {CORNER_PX}px; }}
    QFrame[kind="good"] {{
        background: {p.good_soft}; border: 1px solid {p.good}; border-radius: {CORNER_PX}px;
    }}
    QFrame[kind="unsure"] {{
        background: {p.unsure_soft}; border: 1px solid {p.unsure}; border-radius: {CORNER_PX}px;
    }}
    QFrame[kind="problem"] {{
        background: {p.accent_soft}; border: 1px solid {p.accent_text}; border-radius: {CORNER_PX}px;
    }}
    QFrame[kind="bar"] {{ background: {p.surface}; border: none; border-bottom: 2px solid {p.gold}; }}
    QFrame[kind="footer"] {{ background: {p.surface}; border: none; border-top: 1px solid {p.line}; }}
    QFrame[kind="sheet"] {{ background: {p.surface}; border: none; border-left: 1px solid {p.line}; }}
    QListView {{ background: transparent; border: none; }}
    QListView:focus {{ border: 2px solid {p.focus}; border-radius: {CORNER_PX}px; }}
    QProgressBar {{
        background: {p.raised}; border: 1px solid {p.edge}; border-radius: 8px;
        min-height: 14px; max-height: 14px;
    }}
    QProgressBar::chunk {{ background: {p.accent}; border-radius: 7px; }}
    """


def _fields(theme: Theme) -> str:
    p, height = theme.palette, theme.touch_px
    return f"""
    QLineEdit, QPlainTextEdit, QComboBox {{
        background: {p.surface}; color: {p.ink}; border: 1px solid {p.edge};
        border-radius: {CORNER_PX}px; padding: 0 14px; selection-background-color: {p.accent};
        selection-color: {p.on_accent}; placeholder-text-color: {p.ink_soft};
    }}
    QLineEdit, QComboBox {{ min-height: {height - 2}px; }}
    QPlainTextEdit {{ padding: 8px 10px; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 3px solid {p.focus}; padding: 0 12px; }}
    QPlainTextEdit:focus {{ padding: 6px 8px; }}
    QLineEdit:focus, QComboBox:focus {{ min-height: {height - 6}px; }}
    """
