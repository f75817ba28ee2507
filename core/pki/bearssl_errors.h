// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pki/device_verifier.h"

namespace espseal::pki {

[[nodiscard]] QString bearssl_error_name(unsigned error); // "BR_ERR_X509_NOT_TRUSTED"; "BR_ERR_62" for one that is not known
// Its cause and fix, about the certificate that it came at.
[[nodiscard]] Finding bearssl_cause(unsigned error, const Certificate &certificate, const DeviceQuestion &question, const QList<Certificate> &cas);

} // namespace espseal::pki
