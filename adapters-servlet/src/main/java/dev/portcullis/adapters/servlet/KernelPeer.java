package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.Peer;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Names the other end of a request's connection, in a container that {@link PortcullisServlet} does
 * not know. Called once for each request, concurrently.
 *
 * <p>It must be the address of the socket. {@code getRemoteAddr} is right only if nothing in the
 * container replaces it, such as a setting for forwarded headers or the PROXY protocol: otherwise
 * every client can choose the address that Auth0 is told.
 */
@FunctionalInterface
public interface KernelPeer {

  /**
   * The peer; {@link Peer.Unknown} refuses the request.
   *
   * @param request the container's own, without the wrappers of filters
   */
  Peer of(HttpServletRequest request);
}
