// SPDX-License-Identifier: Apache-2.0
// A token made of files: SoftHSM2 with a configuration of its own, in a folder that goes with this object.
#pragma once

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace espseal::pki::test {

class SoftToken {
public:
    static constexpr auto pin = "7391-kiwi";
    static constexpr auto label = "Farm Safe";

    // Processes started from now on find it.
    SoftToken()
    {
        QDir(folder_.path()).mkdir(QStringLiteral("tokens"));
        QFile configuration(folder_.filePath(QStringLiteral("softhsm2.conf")));
        if (!configuration.open(QIODevice::WriteOnly))
            qFatal("no folder for a token");
        configuration.write(
            "directories.tokendir = " + folder_.filePath(QStringLiteral("tokens")).toUtf8() + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        configuration.close();
        qputenv("SOFTHSM2_CONF", configuration.fileName().toUtf8());
    }

    // The module, which packaging/debian-packages.txt installs: a test without it fails.
    [[nodiscard]] static QString module()
    {
        for (const QString &path : { QStringLiteral("/usr/lib/softhsm/libsofthsm2.so"), QStringLiteral("/usr/lib64/pkcs11/libsofthsm2.so"),
                 QStringLiteral("/usr/local/lib/softhsm/libsofthsm2.so") }) {
            if (QFileInfo(path).isFile())
                return path;
        }
        return {};
    }
    [[nodiscard]] static bool tool(const QString &program, const QStringList &arguments, QByteArray *output = nullptr)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        const bool ended = process.waitForFinished(60'000);
        const QByteArray said = process.readAll();
        if (output)
            *output = said;
        const bool good = ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
        if (!good && !output)
            qWarning("%s: %s", qPrintable(program), said.constData());
        return good;
    }
    [[nodiscard]] bool make(const QString &name = QString::fromLatin1(label)) const
    {
        return tool(QStringLiteral("softhsm2-util"),
            { QStringLiteral("--init-token"), QStringLiteral("--free"), QStringLiteral("--label"), name, QStringLiteral("--pin"), QString::fromLatin1(pin),
                QStringLiteral("--so-pin"), QStringLiteral("so-29471") });
    }
    // What OpenSC's pkcs11-tool, which is not ours, sees on it.
    [[nodiscard]] static QByteArray objects()
    {
        QByteArray output;
        if (!tool(QStringLiteral("pkcs11-tool"),
                { QStringLiteral("--module"), module(), QStringLiteral("--token-label"), QString::fromLatin1(label), QStringLiteral("--login"),
                    QStringLiteral("--pin"), QString::fromLatin1(pin), QStringLiteral("--list-objects") },
                &output))
            output.prepend("pkcs11-tool failed: ");
        return output;
    }

private:
    QTemporaryDir folder_;
};

} // namespace espseal::pki::test
