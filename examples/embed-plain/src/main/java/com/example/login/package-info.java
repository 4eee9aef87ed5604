/** A login service in plain Java, with the gateway inside. Start at {@code FirstLogin}. */
@NullMarked
package com.example.login;

import org.jspecify.annotations.NullMarked;
