/** A web application whose users log in on Auth0's page. */
@NullMarked
package com.example.shop;

import org.jspecify.annotations.NullMarked;
