/** The gateway in front of Keycloak: the shipped program with one adapter. */
package com.example.gateway;
