// SPDX-License-Identifier: Apache-2.0
// Identities to be made, one in each line of a CSV file.
#pragma once

#include "core/base/csv.h"
#include "core/base/finding.h"
#include "core/pki/issue_choices.h"

#include <span>

namespace espseal::pki {

struct BatchRow {
    int line = 0; // of the manifest
    QString name; // of the identity: its folder and files
    QString mac; // "AA:BB:CC:DD:EE:FF" or empty; goes into the result table, for whoever provisions the board
    IssueChoices choices; // with those for all rows beneath
};

struct BatchManifest {
    QList<BatchRow> rows; // those without problems
    QList<Finding> problems; // all rows' errors; place "line:7". Nothing is made while there is one
    QList<Finding> notes; // "manifest-columns-unused"
};

// Columns, in any order and case: name (of the folder; default: cn, else mac), cn (default: name), san ("IP:10.0.0.7 DNS:esp.local", spaces, commas
// or semicolons between them), mac, template, role, key, digest, days, from, until, serial, and the subject's fields c, st, l, dc, o, ou,
// serialnumber, emailaddress. Empty cells take the choice of `common`. Problem codes: "manifest-line" (no proper CSV), "manifest-name" (would leave
// the folder or cannot be a file's name everywhere), "manifest-duplicate" (also in another case), "manifest-value".
// Errors: those of read_csv(); "manifest-columns" (neither name, cn nor mac); "manifest-empty".
[[nodiscard]] Result<BatchManifest> read_manifest(std::span<const std::uint8_t> bytes, const QString &name, const IssueChoices &common);

// Why `name` cannot be a folder of its own on every system, as a translated sentence; empty if it can.
[[nodiscard]] QString folder_name_problem(const QString &name);

} // namespace espseal::pki
