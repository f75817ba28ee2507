// SPDX-License-Identifier: Apache-2.0
#include "tests/pki/support.h"

#include <QFile>
#include <QHash>
#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki::test {

Run openssl(const QStringList &arguments, const QString &folder, const QByteArray &input)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"openssl"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        return {};
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError() };
}

QString data_path(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name;
}

QByteArray data(const QString &name)
{
    QFile file(data_path(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no test data %s", qPrintable(file.fileName()));
    return file.readAll();
}

std::span<const std::uint8_t> bytes(const QByteArray &array)
{
    return { reinterpret_cast<const std::uint8_t *>(array.constData()), static_cast<std::size_t>(array.size()) };
}

SecureBytes secret(const QByteArray &text)
{
    return SecureBytes(bytes(text));
}

PasswordPrompt answer(const QByteArray &password)
{
    return [password](const QString &) { return std::optional(secret(password)); };
}

QString write(const QTemporaryDir &folder, const QString &name, std::span<const std::uint8_t> content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(reinterpret_cast<const char *>(content.data()), static_cast<qint64>(content.size())) < 0)
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

QString write(const QTemporaryDir &folder, const QString &name, const QByteArray &content)
{
    return write(folder, name, bytes(content));
}

PrivateKey key(const QString &spec, int number)
{
    static QHash<QString, PrivateKey> keys;
    const QString name = u"%1 %2"_s.arg(spec).arg(number);
    const auto known = keys.constFind(name);
    if (known != keys.constEnd())
        return *known;
    const Result<PrivateKey> made = parse_key_spec(spec).and_then([](const KeySpec &parsed) { return PrivateKey::generate(parsed, {}); });
    if (!made)
        qFatal("cannot make a key: %s", qPrintable(made.error().message));
    keys.insert(name, *made);
    return *made;
}

Identity ca(const QString &key_spec, const QString &name)
{
    CertificateSpec spec;
    spec.subject = SubjectName::of(name);
    spec.validity = Validity::days(3650);
    const PrivateKey own = key(key_spec, 1);
    const auto made = make_ca(spec, own).and_then([&](const Certificate &certificate) { return Identity::make(certificate, own); });
    if (!made)
        qFatal("cannot make a CA: %s", qPrintable(made.error().message));
    return *made;
}

Identity leaf(const Identity &ca, const QString &key_spec, Role role, const QString &name)
{
    CertificateSpec spec;
    spec.role = role;
    spec.subject = SubjectName::of(name);
    const PrivateKey own = key(key_spec, 2);
    const auto made = issue(spec, own, ca.certificate(), ca.key()).and_then([&](const Certificate &certificate) { return Identity::make(certificate, own); });
    if (!made)
        qFatal("cannot issue: %s", qPrintable(made.error().message));
    return *made;
}

QStringList codes(const QList<Finding> &findings)
{
    QStringList list;
    for (const Finding &finding : findings)
        list << finding.code;
    list.sort();
    return list;
}

} // namespace espseal::pki::test
