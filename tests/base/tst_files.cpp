// SPDX-License-Identifier: Apache-2.0
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"

using namespace espseal;
using namespace Qt::StringLiterals;

class FilesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_what_it_wrote()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"blob.bin"_s);
        const QByteArray bytes("\x00\xff\x7b", 3);
        QVERIFY(write_file(path, bytes).has_value());
        QCOMPARE(read_file(path).value_or(QByteArray()), bytes);
    }

    void reads_secrets_of_any_length_data()
    {
        QTest::addColumn<int>("size");
        for (const int size : { 0, 1, 65535, 65536, 65537, 200'000 })
            QTest::addRow("%d", size) << size;
    }
    void reads_secrets_of_any_length()
    {
        QFETCH(const int, size);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"device.key"_s);
        QByteArray bytes(size, 'k');
        for (int i = 0; i < size; ++i)
            bytes[i] = static_cast<char>(i % 251);
        QVERIFY(write_file(path, bytes, FileMode::secret).has_value());
        const Result<SecureBytes> read = read_secret_file(path, Size(200'000));
        QVERIFY(read.has_value());
        QCOMPARE(QByteArrayView(read->chars(), qsizetype(read->size())), QByteArrayView(bytes));
        const Result<SecureBytes> small = read_secret_file(path, Size(199'999));
        QCOMPARE(small.has_value(), size < 200'000);
        QCOMPARE(small ? QString() : small.error().code, small ? QString() : u"file-too-large"_s);
    }

    void secrets_are_the_owners_alone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"device.key"_s);
        QVERIFY(write_file(path, QByteArray("old")).has_value()); // world-readable before
        QVERIFY(write_file(path, QByteArray("key"), FileMode::secret).has_value());
        const QFileDevice::Permissions others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
    }

    void says_what_is_wrong_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("code");
        QTest::newRow("missing") << u"none.bin"_s << u"file-missing"_s;
        QTest::newRow("folder") << u"."_s << u"file-is-folder"_s;
        QTest::newRow("huge") << u"huge.bin"_s << u"file-too-large"_s;
    }
    void says_what_is_wrong()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, code);
        const QTemporaryDir folder;
        QVERIFY(write_file(folder.filePath(u"huge.bin"_s), QByteArray(1025, 'x')).has_value());
        const Result<QByteArray> read = read_file(folder.filePath(name), Size(1024));
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
        QCOMPARE(exit_status(read.error()), 3);
        QVERIFY(!read.error().fix.isEmpty());
    }

    void a_failed_write_leaves_nothing()
    {
        const QTemporaryDir folder;
        const Result<void> written = write_file(folder.filePath(u"no/such/folder/x"_s), QByteArray("x"));
        QVERIFY(!written);
        QCOMPARE(written.error().code, u"file-unwritable"_s);
        QVERIFY(QDir(folder.path()).isEmpty());
    }
};

QTEST_GUILESS_MAIN(FilesTest)
#include "tst_files.moc"
