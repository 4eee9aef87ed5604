/** The gateway with an audit table: the shipped program with one journal. */
package com.example.audit;
