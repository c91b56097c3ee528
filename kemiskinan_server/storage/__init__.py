"""The district's PostgreSQL: tables, migrations, and the unit of work through which everything is read and written."""
