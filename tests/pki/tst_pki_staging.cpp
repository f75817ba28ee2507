// SPDX-License-Identifier: Apache-2.0
// Several files appear together or not at all.
#include <QDir>
#include <QTest>

#include "core/pki/staged_folder.h"

using namespace espseal;
using namespace espseal::pki;
using namespace Qt::StringLiterals;

namespace {

QByteArray content(const QString &path)
{
    const auto read = read_file(path);
    return read ? *read : QByteArray("(none)");
}

QStringList everything_in(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

} // namespace

class StagingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothing_is_there_before_the_end()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(u"a/b"_s);
        {
            auto staged = StagedFolder::beside(out);
            QVERIFY(staged);
            QVERIFY(staged->add(u"bin/one"_s, QByteArray("1")));
            QVERIFY(staged->add(u"two"_s, QByteArray("2"), FileMode::secret));
            QVERIFY(!QFileInfo::exists(out));
            QVERIFY(staged->commit(Overwrite::no));
        }
        QCOMPARE(content(out + u"/bin/one"_s), "1");
        QCOMPARE(content(out + u"/two"_s), "2");
        QCOMPARE(QFileInfo(out + u"/two"_s).permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther), QFileDevice::Permissions());
        QCOMPARE(everything_in(folder.path()), QStringList { u"a"_s }); // no stage left
    }

    void giving_up_leaves_nothing()
    {
        const QTemporaryDir folder;
        {
            auto staged = StagedFolder::beside(folder.filePath(u"out"_s));
            QVERIFY(staged && staged->add(u"one"_s, QByteArray("1")));
        }
        QCOMPARE(everything_in(folder.path()), QStringList());
    }

    void replaces_only_when_told()
    {
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"two"_s), QByteArray("old")));
        for (const Overwrite overwrite : { Overwrite::no, Overwrite::yes }) {
            auto staged = StagedFolder::beside(folder.path());
            QVERIFY(staged && staged->add(u"one"_s, QByteArray("1")) && staged->add(u"two"_s, QByteArray("2")));
            const auto done = staged->commit(overwrite);
            QCOMPARE(done.has_value(), overwrite == Overwrite::yes);
            if (!done) {
                QCOMPARE(done.error().code, u"file-exists"_s);
                QVERIFY(done.error().message.contains(u"two"_s));
            }
            QCOMPARE(content(folder.filePath(u"two"_s)), done ? "2" : "old");
            QCOMPARE(QFileInfo::exists(folder.filePath(u"one"_s)), done.has_value());
        }
    }

    // The last move fails: its folder's name is taken by a file.
    void a_failure_half_way_puts_everything_back()
    {
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"one"_s), QByteArray("old")));
        QVERIFY(write_file(folder.filePath(u"z"_s), QByteArray("a file")));
        {
            auto staged = StagedFolder::beside(folder.path());
            QVERIFY(staged && staged->add(u"new/deep/file"_s, QByteArray("n")) && staged->add(u"one"_s, QByteArray("1"))
                && staged->add(u"z/two"_s, QByteArray("2")));
            const auto done = staged->commit(Overwrite::yes);
            QVERIFY(!done);
            QCOMPARE(exit_status(done.error()), 3);
        }
        QCOMPARE(content(folder.filePath(u"one"_s)), "old");
        QCOMPARE(content(folder.filePath(u"z"_s)), "a file");
        QCOMPARE(everything_in(folder.path()), (QStringList { u"one"_s, u"z"_s }));
    }

    void a_file_is_no_folder()
    {
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"f"_s), QByteArray("x")));
        QCOMPARE(StagedFolder::beside(folder.filePath(u"f"_s)).error().code, u"folder-is-file"_s);
        QCOMPARE(StagedFolder::beside(folder.filePath(u"f/deeper"_s)).error().code, u"folder-is-file"_s);
    }
};

QTEST_GUILESS_MAIN(StagingTest)
#include "tst_pki_staging.moc"
