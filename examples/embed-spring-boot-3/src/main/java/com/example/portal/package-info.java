/** A Spring Boot 3.5 application whose users the gateway logs in. */
package com.example.portal;
