// SPDX-License-Identifier: Apache-2.0
#include "core/pki/key_mode.h"

#include "core/pki/finding.h"
#include "core/pki/messages.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace espseal::pki {

QList<Finding> check_key_mode(const CredentialFile &file, const QString &path)
{
#ifdef Q_OS_UNIX
    constexpr QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if (file.has_plain_keys && (QFileInfo(path).permissions() & others))
        return { finding(u"key-readable-by-others"_s, Severity::warning,
            Messages::tr("Others on this computer can read the unencrypted private key in %1.").arg(path), Messages::tr("Run: chmod 600 %1").arg(path),
            Messages::tr("If somebody may have read it, make a new key instead.")) };
#else
    Q_UNUSED(file)
    Q_UNUSED(path)
#endif
    return {};
}

} // namespace espseal::pki
