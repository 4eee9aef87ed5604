package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A servlet as it is usually written, with one defect of choice. */
@SuppressWarnings("serial")
final class BrokenServlet extends HttpServlet {

  /** What a servlet can get wrong. */
  enum Defect {
    NONE,
    READS_REMOTE_ADDR_THROUGH_WRAPPERS,
    READS_HEADERS_THROUGH_WRAPPERS,
    JOINS_HEADER_LINES,
    READS_THE_FIRST_HEADER_LINE_ALONE,
    DECODES_THE_PATH,
    DECODES_THE_QUERY,
    ANSWERS_BEFORE_THE_BODY,
    HIDES_AN_EARLY_END,
    READS_PARAMETERS,
    READS_CODED_BODIES,
    TREATS_POST_IN_LOWER_CASE_AS_POST,
    TREATS_HEAD_AS_GET,
    DROPS_A_SET_COOKIE_LINE,
    LETS_THE_CONTAINER_WRITE_ERRORS,
    KEEPS_CONNECTIONS_OPEN,
    KEEPS_REQUESTS
  }

  private final Collection<GatewayRequest> kept = new ConcurrentLinkedQueue<>();
  private final HttpApi api;
  private final Defect defect;

  BrokenServlet(HttpApi api, Defect defect) {
    this.api = api;
    this.defect = defect;
  }

  @Override
  protected void service(HttpServletRequest wrapped, HttpServletResponse response)
      throws IOException {
    HttpServletRequest request = innermost(wrapped);
    if (defect == Defect.READS_PARAMETERS) {
      request.getParameter("username");
    }
    GatewayRequest received =
        new GatewayRequest(
            method(request),
            path(request),
            query(request),
            RequestOrigin.of(
                Peers.ofText(
                    (defect == Defect.READS_REMOTE_ADDR_THROUGH_WRAPPERS ? wrapped : request)
                        .getRemoteAddr()),
                name ->
                    lines(
                        defect == Defect.READS_HEADERS_THROUGH_WRAPPERS ? wrapped : request, name)),
            body(request));
    if (defect == Defect.KEEPS_REQUESTS) {
      kept.add(received);
    }
    boolean coded =
        request.getHeader("Content-Encoding") != null
            && !"identity".equals(request.getHeader("Content-Encoding"));
    send(
        coded && defect != Defect.READS_CODED_BODIES
            ? api.refuse(HttpRefusal.UNSUPPORTED_CONTENT)
            : api.answer(received),
        request,
        response);
  }

  private static HttpServletRequest innermost(HttpServletRequest request) {
    jakarta.servlet.ServletRequest inner = request;
    while (inner instanceof jakarta.servlet.ServletRequestWrapper wrapper) {
      inner = wrapper.getRequest();
    }
    return (HttpServletRequest) inner;
  }

  private String method(HttpServletRequest request) {
    return switch (defect) {
      case TREATS_POST_IN_LOWER_CASE_AS_POST -> request.getMethod().toUpperCase(Locale.ROOT);
      case TREATS_HEAD_AS_GET -> request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
      default -> request.getMethod();
    };
  }

  private String path(HttpServletRequest request) {
    return defect == Defect.DECODES_THE_PATH
        ? request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "")
        : request.getRequestURI();
  }

  private String query(HttpServletRequest request) {
    String query = Objects.requireNonNullElse(request.getQueryString(), "");
    return defect == Defect.DECODES_THE_QUERY ? query.replace("%2B", "+") : query;
  }

  private Vector<String> lines(HttpServletRequest request, String name) {
    List<String> lines = Collections.list(request.getHeaders(name));
    return switch (defect) {
      case JOINS_HEADER_LINES ->
          lines.isEmpty() ? Vector.empty() : Vector.of(String.join(", ", lines));
      case READS_THE_FIRST_HEADER_LINE_ALONE ->
          lines.isEmpty() ? Vector.empty() : Vector.of(lines.getFirst());
      default -> Vector.ofAll(lines);
    };
  }

  private GatewayRequest.Body body(HttpServletRequest request) {
    if (defect == Defect.ANSWERS_BEFORE_THE_BODY) {
      return limit -> request.getInputStream().readNBytes(limit);
    }
    byte[] body = new byte[1024 * 1024];
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < body.length; length += Math.max(0, read)) {
        read = request.getInputStream().read(body, length, body.length - length);
      }
    } catch (IOException e) {
      if (defect != Defect.HIDES_AN_EARLY_END) {
        return limit -> {
          throw e;
        };
      }
    }
    byte[] all = Arrays.copyOf(body, length);
    return limit -> Arrays.copyOf(all, Math.min(limit, all.length));
  }

  private void send(Reply reply, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (defect == Defect.LETS_THE_CONTAINER_WRITE_ERRORS && reply.status() >= 400) {
      response.sendError(reply.status());
      return;
    }
    response.setStatus(reply.status());
    for (Reply.Header header : reply.headers()) {
      if (defect == Defect.KEEPS_CONNECTIONS_OPEN && header.name().equals("Connection")) {
        continue;
      }
      if (defect == Defect.DROPS_A_SET_COOKIE_LINE) {
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    if (reply.status() != 204) {
      response.setContentLength(reply.body().length);
    }
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(reply.body());
    }
    response.flushBuffer();
  }
}
