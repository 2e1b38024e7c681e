"""Real parts for the tests of the whole: databases, Odoo servers, a mail server, a client, a browser."""
