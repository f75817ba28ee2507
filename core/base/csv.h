// SPDX-License-Identifier: Apache-2.0
// Comma-separated values (RFC 4180), as spreadsheets write them.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "core/base/error.h"

#include <span>

namespace espseal {

struct CsvRow {
    int line = 0; // where it begins in the file, from 1
    QStringList fields; // as many as the header has
};

struct CsvProblem {
    int line = 0;
    QString message; // one translated sentence
};

struct CsvTable {
    QChar separator = u',';
    QStringList header; // spaces around names removed
    QList<CsvRow> rows; // empty lines are none
    QList<CsvProblem> problems; // every row that is none: a wrong number of fields, a stray or an open quote
};

// UTF-8, with or without byte order mark; the header's most frequent one of , ; and tab separates. Quoted fields may hold line ends.
// Errors: "csv-empty"; "csv-encoding" (no UTF-8, NUL), with the line; "csv-header" (a column without or with another's name).
[[nodiscard]] Result<CsvTable> read_csv(std::span<const std::uint8_t> bytes, const QString &name);

// One line with its end, fields quoted where they must be.
[[nodiscard]] QString csv_line(const QStringList &fields);

} // namespace espseal
