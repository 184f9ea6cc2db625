-- Addresses are compared in small letters. One that another user has already but for capitals stays as it is.
UPDATE users SET email = LOWER(email)
WHERE email <> LOWER(email)
    AND NOT EXISTS (SELECT 1 FROM users other WHERE LOWER(other.email) = LOWER(users.email) AND other.id <> users.id);
