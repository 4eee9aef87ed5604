package dev.portcullis.adapters.auth0.management;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.adapters.auth0.transport.FeignFactory;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.token.AccessToken;
import feign.HeaderMap;
import feign.Param;
import feign.RequestLine;
import java.util.Map;

/**
 * {@code /api/v2/*}, Auth0's Management API, as Feign sees it: the few calls that the doctor and
 * reset tickets make. The first argument of each is {@link #bearer the token's header}.
 */
public interface ManagementApi {

  /** The Management API of the tenant that {@code http} reaches. */
  static ManagementApi of(HttpCoreClient http) {
    return FeignFactory.json(ManagementApi.class, http);
  }

  /** The header that carries a token. */
  static Map<String, Object> bearer(AccessToken token) {
    return Map.of("Authorization", "Bearer " + token.value());
  }

  @RequestLine(value = "GET /api/v2/clients/{id}", decodeSlash = false)
  HttpReply client(@HeaderMap Map<String, Object> token, @Param("id") String id) throws HttpFault;

  @RequestLine(value = "PATCH /api/v2/clients/{id}", decodeSlash = false)
  HttpReply patchClient(@HeaderMap Map<String, Object> token, @Param("id") String id, JsonNode body)
      throws HttpFault;

  @RequestLine("GET /api/v2/connections?name={name}")
  HttpReply connectionNamed(@HeaderMap Map<String, Object> token, @Param("name") String name)
      throws HttpFault;

  @RequestLine("GET /api/v2/connections?per_page=100&page=0")
  HttpReply connections(@HeaderMap Map<String, Object> token) throws HttpFault;

  @RequestLine("GET /api/v2/connections?strategy=auth0&per_page=100&page={page}")
  HttpReply databases(@HeaderMap Map<String, Object> token, @Param("page") int page)
      throws HttpFault;

  @RequestLine(value = "GET /api/v2/connections/{id}/clients?take=100", decodeSlash = false)
  HttpReply enabledClients(@HeaderMap Map<String, Object> token, @Param("id") String id)
      throws HttpFault;

  @RequestLine(
      value = "GET /api/v2/connections/{id}/clients?take=100&from={from}",
      decodeSlash = false)
  HttpReply enabledClients(
      @HeaderMap Map<String, Object> token, @Param("id") String id, @Param("from") String from)
      throws HttpFault;

  @RequestLine(value = "PATCH /api/v2/connections/{id}/clients", decodeSlash = false)
  HttpReply enable(@HeaderMap Map<String, Object> token, @Param("id") String id, JsonNode body)
      throws HttpFault;

  @RequestLine("GET /api/v2/tenants/settings")
  HttpReply settings(@HeaderMap Map<String, Object> token) throws HttpFault;

  @RequestLine("PATCH /api/v2/tenants/settings")
  HttpReply patchSettings(@HeaderMap Map<String, Object> token, JsonNode body) throws HttpFault;

  @RequestLine(value = "GET /api/v2/attack-protection/{part}", decodeSlash = false)
  HttpReply protection(@HeaderMap Map<String, Object> token, @Param("part") String part)
      throws HttpFault;

  @RequestLine(value = "PATCH /api/v2/attack-protection/{part}", decodeSlash = false)
  HttpReply patchProtection(
      @HeaderMap Map<String, Object> token, @Param("part") String part, JsonNode body)
      throws HttpFault;

  @RequestLine("GET /api/v2/resource-servers?identifiers={identifier}")
  HttpReply apis(@HeaderMap Map<String, Object> token, @Param("identifier") String identifier)
      throws HttpFault;

  @RequestLine("GET /api/v2/network-acls?per_page=100&page=0")
  HttpReply networkAcls(@HeaderMap Map<String, Object> token) throws HttpFault;

  @RequestLine("GET /api/v2/custom-domains")
  HttpReply customDomains(@HeaderMap Map<String, Object> token) throws HttpFault;

  @RequestLine(
      value = "GET /api/v2/actions/triggers/{trigger}/bindings?per_page=100&page=0",
      decodeSlash = false)
  HttpReply bindings(@HeaderMap Map<String, Object> token, @Param("trigger") String trigger)
      throws HttpFault;

  @RequestLine(value = "GET /api/v2/actions/actions/{id}", decodeSlash = false)
  HttpReply action(@HeaderMap Map<String, Object> token, @Param("id") String id) throws HttpFault;

  @RequestLine("GET /api/v2/log-streams")
  HttpReply logStreams(@HeaderMap Map<String, Object> token) throws HttpFault;

  @RequestLine("GET /api/v2/logs?sort=date%3A-1&per_page={size}&page={page}&q={query}")
  HttpReply logs(
      @HeaderMap Map<String, Object> token,
      @Param("query") String query,
      @Param("size") int size,
      @Param("page") int page)
      throws HttpFault;

  @RequestLine("GET /api/v2/logs?from={from}&take={take}")
  HttpReply logsAfter(
      @HeaderMap Map<String, Object> token, @Param("from") String from, @Param("take") int take)
      throws HttpFault;

  @RequestLine("GET /api/v2/users-by-email?email={email}")
  HttpReply usersByEmail(@HeaderMap Map<String, Object> token, @Param("email") String email)
      throws HttpFault;

  @RequestLine("POST /api/v2/tickets/password-change")
  HttpReply passwordChange(@HeaderMap Map<String, Object> token, Ticket body) throws HttpFault;

  /**
   * The body of a password-change ticket.
   *
   * @param userId whose password
   * @param clientId the application whose login page the user sees afterwards
   * @param seconds how long the link is valid
   */
  record Ticket(
      @JsonProperty("user_id") String userId,
      @JsonProperty("client_id") String clientId,
      @JsonProperty("ttl_sec") long seconds) {}
}
