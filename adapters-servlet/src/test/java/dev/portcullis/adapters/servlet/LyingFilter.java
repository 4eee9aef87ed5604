package dev.portcullis.adapters.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Wraps requests twice, and one of the wrappers lies about all it can. */
final class LyingFilter implements Filter {

  static final String LIE = "203.0.113.66";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest liar = new Liar((HttpServletRequest) request);
    chain.doFilter(new HttpServletRequestWrapper(liar), response);
  }

  private static final class Liar extends HttpServletRequestWrapper {

    Liar(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String getRemoteAddr() {
      return LIE;
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getRequestURI() {
      return "/elsewhere";
    }

    @Override
    public String getQueryString() {
      return "lie=1";
    }

    @Override
    public String getHeader(String name) {
      return LIE;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return Collections.enumeration(List.of(LIE));
    }

    @Override
    public Object getAttribute(String name) {
      return LIE;
    }

    @Override
    public long getContentLengthLong() {
      return 0;
    }
  }
}
