package dev.portcullis.adapters.auth0.management;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import feign.HeaderMap;
import feign.Param;
import feign.RequestLine;
import java.util.Map;

/** The few calls of Auth0's Management API that the doctor makes; the token is the first header. */
interface ManagementApi {

  @RequestLine(value = "GET /api/v2/clients/{id}", decodeSlash = false)
  HttpReply client(@HeaderMap Map<String, Object> token, @Param("id") String id) throws HttpFault;

  @RequestLine(value = "PATCH /api/v2/clients/{id}", decodeSlash = false)
  HttpReply patchClient(@HeaderMap Map<String, Object> token, @Param("id") String id, JsonNode body)
      throws HttpFault;

  @RequestLine("GET /api/v2/connections?name={name}")
  HttpReply connectionNamed(@HeaderMap Map<String, Object> token, @Param("name") String name)
      throws HttpFault;

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
}
