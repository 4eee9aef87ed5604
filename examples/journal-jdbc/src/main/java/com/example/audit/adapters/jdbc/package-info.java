/** Records logins in a database. */
package com.example.audit.adapters.jdbc;
