// SPDX-License-Identifier: Apache-2.0
// What a program is after protect_process().
#include <QTemporaryDir>
#include <QTest>

#include "core/base/files.h"
#include "core/base/process.h"
#include "core/base/secure_bytes.h"

#include <sys/resource.h>
#include <sys/stat.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

using namespace espseal;
using namespace Qt::StringLiterals;

namespace {

mode_t mode_of(const QString &path)
{
    struct stat info {};
    return stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_mode & 0777 : 0;
}

} // namespace

class ProcessTest final : public QObject {
    Q_OBJECT

    ProcessProtection reached_;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(!user_umask());
        umask(022);
        qunsetenv("ESPSEAL_ALLOW_DEBUGGER");
        reached_ = protect_process();
    }

    void secrets_lie_in_the_secure_heap()
    {
        QVERIFY(reached_.secure_heap);
        QVERIFY(reached_.wiped);
        const SecureBytes secret(32);
        QVERIFY(CRYPTO_secure_allocated(secret.chars()) == 1);
        const SecureBytes huge(std::size_t { 32 } << 20); // more than the heap has
        QVERIFY(CRYPTO_secure_allocated(huge.chars()) == 0);
        QCOMPARE(huge.size(), std::size_t { 32 } << 20);
    }

    void there_are_no_core_dumps()
    {
        rlimit limit {};
        QCOMPARE(getrlimit(RLIMIT_CORE, &limit), 0);
        QCOMPARE(limit.rlim_max, rlim_t { 0 });
        QVERIFY(reached_.no_core_dumps);
#ifdef __linux__
        QCOMPARE(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0, reached_.no_debugger);
#if !defined(__SANITIZE_ADDRESS__)
        QVERIFY(reached_.no_debugger);
#endif
#endif
    }

    void new_files_are_private_unless_they_are_to_be_shared()
    {
        const QTemporaryDir folder;
        QFile plain(folder.filePath(u"plain"_s));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        QCOMPARE(mode_of(plain.fileName()), mode_t { 0600 });
        QVERIFY(write_file(folder.filePath(u"ca.key"_s), QByteArray("x"), FileMode::secret).has_value());
        QCOMPARE(mode_of(folder.filePath(u"ca.key"_s)), mode_t { 0600 });
        QVERIFY(write_file(folder.filePath(u"ca.crt"_s), QByteArray("x")).has_value());
        QCOMPARE(mode_of(folder.filePath(u"ca.crt"_s)), mode_t { 0644 }); // the user's umask, not ours
        QCOMPARE(user_umask(), std::optional(022u));
    }

    void a_second_call_changes_nothing()
    {
        QVERIFY(protect_process().secure_heap);
        QCOMPARE(user_umask(), std::optional(022u));
    }
};

QTEST_GUILESS_MAIN(ProcessTest)
#include "tst_process.moc"
