SELECT body FROM settings WHERE id = 1
