/** The gateway in a Spring Boot application: properties, beans and the place in Tomcat. */
@NullMarked
package dev.portcullis.spring;

import org.jspecify.annotations.NullMarked;
