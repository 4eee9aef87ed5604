/** An application of any kind, with the gateway in its own Tomcat. */
@NullMarked
package com.example.monolith;

import org.jspecify.annotations.NullMarked;
