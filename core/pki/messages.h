// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QCoreApplication>

namespace espseal::pki {

// The translation context of this folder: Messages::tr("...").
struct Messages {
    Q_DECLARE_TR_FUNCTIONS(espseal::pki)
};

} // namespace espseal::pki
