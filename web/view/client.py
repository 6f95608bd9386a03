"""A browser by a name that its reader knows."""

#: What browsers call themselves -> how people call them; the first that is found, for they name each other too.
_BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome",
             "Chromium/": "Chromium", "Chrome/": "Chrome", "Safari/": "Safari"}  # fmt: skip
_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS X": "Mac",
            "CrOS": "ChromeOS", "Linux": "Linux"}  # fmt: skip


def client_words(user_agent: str) -> str:
    """'Firefox, Windows'; "" for a browser nobody knows."""
    parts = (next((name for mark, name in names.items() if mark in user_agent), "") for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, parts))
