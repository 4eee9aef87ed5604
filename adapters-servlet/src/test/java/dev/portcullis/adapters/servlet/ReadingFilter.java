package dev.portcullis.adapters.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Reads something of each request's body before the servlet. */
enum ReadingFilter implements Filter {
  /** As Spring's HiddenHttpMethodFilter does. */
  PARAMETERS {
    @Override
    void read(ServletRequest request) {
      request.getParameter("_method");
    }
  },

  SOME_BYTES {
    @Override
    void read(ServletRequest request) throws IOException {
      request.getInputStream().readNBytes(5);
    }
  },

  CHARACTERS {
    @Override
    void read(ServletRequest request) throws IOException {
      request.getReader().read();
    }
  };

  abstract void read(ServletRequest request) throws IOException;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    read(request);
    chain.doFilter(request, response);
  }
}
