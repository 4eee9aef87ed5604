/** Records logins for an audit. */
package com.example.gateway.adapters.audit;
