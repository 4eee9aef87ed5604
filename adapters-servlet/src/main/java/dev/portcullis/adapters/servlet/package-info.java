/**
 * The HTTP API in a servlet container: what a container received, below everything that may have
 * rewritten it, is turned into a request, and the reply is sent. Start at {@link
 * dev.portcullis.adapters.servlet.PortcullisServlet}. The only package that may use the Servlet
 * API, Tomcat or Jetty's servlets; builds on {@code adapters-http}.
 */
@NullMarked
package dev.portcullis.adapters.servlet;

import org.jspecify.annotations.NullMarked;
