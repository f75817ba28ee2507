// SPDX-License-Identifier: Apache-2.0
// The commands of the PKI group, one file each.
#pragma once

#include <CLI/CLI.hpp>

namespace espseal::cli {

class Session;

void add_convert_command(CLI::App &app, Session &session);
void add_ca_new_command(CLI::App &ca, Session &session);
void add_ca_token_command(CLI::App &ca, Session &session);
void add_ca_crl_command(CLI::App &ca, Session &session);
void add_cert_templates_command(CLI::App &cert, Session &session);
void add_cert_request_command(CLI::App &cert, Session &session);
void add_cert_sign_command(CLI::App &cert, Session &session);
void add_cert_renew_command(CLI::App &cert, Session &session);
void add_cert_revoke_command(CLI::App &cert, Session &session);
void add_cert_issue_command(CLI::App &cert, Session &session);
void add_cert_export_command(CLI::App &cert, Session &session);
void add_cert_import_command(CLI::App &cert, Session &session);
void add_cert_show_command(CLI::App &cert, Session &session);
void add_cert_verify_command(CLI::App &cert, Session &session);
void add_blob_pack_command(CLI::App &blob, Session &session);
void add_blob_inspect_command(CLI::App &blob, Session &session);
void add_blob_unpack_command(CLI::App &blob, Session &session);

} // namespace espseal::cli
