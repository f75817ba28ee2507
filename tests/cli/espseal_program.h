// SPDX-License-Identifier: Apache-2.0
// The built command line, run as a user's script runs it: no terminal, outputs and exit status as seen from outside.
#pragma once

#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace espseal::cli::test {

using namespace Qt::StringLiterals;

struct Run {
    int status = -1;
    QByteArray out;
    QByteArray err;

    // The one document on stdout of a run with --json.
    [[nodiscard]] QJsonObject json() const
    {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(out, &error);
        return error.error == QJsonParseError::NoError ? document.object() : QJsonObject { { u"not json"_s, QString::fromUtf8(out) } };
    }
};

[[nodiscard]] inline Run run(const QString &program, const QStringList &arguments, const QString &folder)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.setUnixProcessParameters(QProcess::UnixProcessFlag::CreateNewSession); // no terminal to ask on
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    if (!process.waitForFinished(120'000))
        return {};
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError() };
}

[[nodiscard]] inline QString program_path()
{
    return qEnvironmentVariable("ESPSEAL_BIN_DIR") + u"/espseal"_s;
}

[[nodiscard]] inline Run run_espseal(const QStringList &arguments, const QString &folder)
{
    return run(program_path(), arguments, folder);
}

[[nodiscard]] inline Run openssl(const QString &arguments, const QString &folder)
{
    return run(u"openssl"_s, arguments.split(u' '), folder);
}

[[nodiscard]] inline QString data_path(const QString &name)
{
    return qEnvironmentVariable("ESPSEAL_DATA_DIR") + u'/' + name;
}

[[nodiscard]] inline QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(cannot read)");
}

inline void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

[[nodiscard]] inline QStringList files_in(const QString &folder)
{
    QStringList files;
    for (QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); each.hasNext();)
        files << QDir(folder).relativeFilePath(each.next());
    files.sort();
    return files;
}

[[nodiscard]] inline bool is_private(const QString &path)
{
    return !(QFileInfo(path).permissions() & (QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther));
}

[[nodiscard]] inline QStringList codes(const QJsonObject &json)
{
    QStringList list;
    for (const QJsonValue finding : json[u"findings"_s].toArray())
        list << finding[u"code"_s].toString();
    return list;
}

} // namespace espseal::cli::test
