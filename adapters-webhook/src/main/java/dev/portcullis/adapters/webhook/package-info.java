/**
 * Hands reset links to the operator's own mailer over HTTPS, signed. May depend on the application;
 * only bootstrap depends on it. Start at {@link
 * dev.portcullis.adapters.webhook.WebhookResetDelivery}.
 */
@NullMarked
package dev.portcullis.adapters.webhook;

import org.jspecify.annotations.NullMarked;
