SELECT id, body FROM agencies ORDER BY code
