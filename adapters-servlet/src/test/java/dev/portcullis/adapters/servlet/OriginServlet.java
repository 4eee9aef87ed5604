package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application that reads a form, and prints where the request comes from. */
@SuppressWarnings("serial")
final class OriginServlet extends HttpServlet {

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getParameter("async") != null
        && request.getDispatcherType() == DispatcherType.REQUEST) {
      request.startAsync().dispatch();
    } else if (request.getParameter("forward") != null
        && request.getDispatcherType() == DispatcherType.REQUEST) {
      request.getRequestDispatcher("/inner").forward(request, response);
    } else {
      response.setStatus(200);
      response.getWriter().write(text(request));
    }
  }

  private static String text(HttpServletRequest request) {
    try {
      RequestOrigin origin = ServletOrigins.of(request);
      return peer(origin.peer())
          + " | "
          + origin.headers().named("x-forwarded-for").mkString(" & ")
          + " | "
          + request.getParameter("username");
    } catch (IllegalStateException e) {
      return "unknown: " + e.getMessage();
    }
  }

  private static String peer(Peer peer) {
    return peer instanceof Peer.Inet(var address) ? address.toString() : peer.toString();
  }
}
