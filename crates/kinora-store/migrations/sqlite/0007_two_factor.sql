-- What signing in asks for besides the password: codes of an authenticator application (RFC 6238).
create table two_factor (
    account_id    integer primary key references account (id),
    shared_secret blob not null,              -- what the application knows; codes cannot be checked by a hash
    is_on         integer not null default 0, -- 0 until the application has shown that it knows the secret
    last_step     integer not null default 0  -- the newest step of 30 seconds whose code was used: each is good once
);

-- Codes for those who lost the application. A used one is gone.
create table recovery_code (
    account_id integer not null references account (id),
    code_hash  text not null,
    primary key (account_id, code_hash)
) without rowid;
