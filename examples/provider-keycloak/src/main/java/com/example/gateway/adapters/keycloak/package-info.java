/** Verifies logins at a realm of Keycloak, by its direct access grant. */
package com.example.gateway.adapters.keycloak;
