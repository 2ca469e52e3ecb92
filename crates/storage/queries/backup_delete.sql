DELETE FROM backups WHERE path = $1
