package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.application.journal.port.Journal;

/**
 * What one public listener serves.
 *
 * @param addresses determines its client addresses; the same that its API uses
 * @param journal records connections that are closed without an answer; the same that its API uses
 * @param api answers its requests
 */
public record PublicListener(ClientAddresses addresses, Journal journal, HttpApi api) {}
