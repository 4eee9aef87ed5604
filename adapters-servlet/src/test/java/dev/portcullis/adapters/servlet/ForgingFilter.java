package dev.portcullis.adapters.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Collections;

/** Replaces every attribute of a request by the address of an attacker's choice. */
final class ForgingFilter implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    for (String name : Collections.list(request.getAttributeNames())) {
      request.setAttribute(name, LyingFilter.LIE);
    }
    chain.doFilter(request, response);
  }
}
