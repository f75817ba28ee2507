// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/commands.h"
#include "app/cli/session.h"

namespace espseal::cli {

void add_pki_commands(CLI::App &app, Session &session)
{
    add_convert_command(app, session);
    CLI::App *ca = app.add_subcommand("ca", "Certification authorities: they sign certificates")->require_subcommand(1);
    add_ca_new_command(*ca, session);
    add_ca_token_command(*ca, session);
    add_ca_crl_command(*ca, session);
    CLI::App *cert = app.add_subcommand("cert", "Certificates and their keys")->require_subcommand(1);
    add_cert_issue_command(*cert, session);
    add_cert_templates_command(*cert, session);
    add_cert_request_command(*cert, session);
    add_cert_sign_command(*cert, session);
    add_cert_renew_command(*cert, session);
    add_cert_revoke_command(*cert, session);
    add_cert_import_command(*cert, session);
    add_cert_export_command(*cert, session);
    add_cert_show_command(*cert, session);
    add_cert_verify_command(*cert, session);
    CLI::App *blob = app.add_subcommand("blob", "Credential blobs, as a device reads them from flash")->require_subcommand(1);
    add_blob_pack_command(*blob, session);
    add_blob_inspect_command(*blob, session);
    add_blob_unpack_command(*blob, session);
}

} // namespace espseal::cli
