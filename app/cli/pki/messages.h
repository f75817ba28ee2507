// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>

namespace espseal::cli {

// The translation context of the PKI commands: PkiText::tr("...").
struct PkiText {
    Q_DECLARE_TR_FUNCTIONS(espseal::cli::pki)
};

} // namespace espseal::cli
