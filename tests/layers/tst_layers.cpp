// SPDX-License-Identifier: Apache-2.0
#include "tests/layers/layer_rules.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;

namespace {

void write(const QString &root, const QString &file, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(root + u'/' + file).path()));
    QFile out(root + u'/' + file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content);
}

} // namespace

class TestLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void made_up_data();
    void made_up();
    void finds_every_one();
    void this_tree();
};

void TestLayers::made_up_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("sentence"); // empty: allowed
    const auto allowed = [](const char *file, const QByteArray &content) {
        QTest::addRow("%s: %s", file, content.constData()) << QString::fromLatin1(file) << content << QString();
    };
    const auto wrong = [](const char *file, const QByteArray &content, const char *sentence) {
        QTest::addRow("%s: %s", file, content.constData()) << QString::fromLatin1(file) << content << QString::fromLatin1(sentence);
    };

    allowed("core/base/a.h", R"(#include "core/base/b.h")");
    allowed("core/wire/a.h", R"(#include "core/wire/b.h")");
    allowed("core/wire/a.h", "#include <stdint.h>");
    allowed("core/pki/a.h", R"(#include "core/wire/b.h")");
    allowed("core/loader/a.h", R"(#include "core/base/b.h")");
    allowed("core/monitor/a.h", R"(#include "core/loader/b.h")");
    allowed("core/provision/a.h", R"(#include "core/monitor/b.h")");
    allowed("core/pki/a.h", "#include <QString>");
    allowed("core/pki/a.cpp", R"(#include "a.moc")");
    allowed("app/cli/a.cpp", R"(#include "core/provision/b.h")");
    allowed("app/studio/a.cpp", "#include <QWidget>");
    allowed("firmware/agent/a.cpp", R"(#include "core/wire/b.h")");
    allowed("firmware/agent/a.cpp", R"(#include "firmware/runtime/b.h")");
    allowed("core/pki/a.cpp", R"(// #include "core/loader/b.h")");
    allowed("core/pki/CMakeLists.txt", "espseal_library(espseal_pki SOURCES a.cpp LIBS espseal_wire OpenSSL::Crypto)");
    allowed("core/pki/CMakeLists.txt", "# espseal_loader does not belong here");
    allowed("core/CMakeLists.txt", "add_subdirectory(base)");

    wrong("core/base/a.h", R"(#include "core/wire/b.h")", "core/base/a.h:1: core/base may not use core/wire");
    wrong("core/wire/a.h", R"(#include "core/base/b.h")", "core/wire/a.h:1: core/wire may not use core/base");
    wrong("core/wire/a.h", "#include <vector>", "core/wire/a.h:1: core/wire may include only <stdint.h>, <stddef.h> and <string.h>, not <vector>");
    wrong("core/pki/a.h", R"(#include "core/flash/b.h")", "core/pki/a.h:1: core/pki may not use core/flash");
    wrong("core/flash/a.h", R"(#include "core/loader/b.h")", "core/flash/a.h:1: core/flash may not use core/loader");
    wrong("core/loader/a.h", R"(#include "core/pki/b.h")", "core/loader/a.h:1: core/loader may not use core/pki");
    wrong("core/loader/a.h", R"(#include "../pki/b.h")", "core/loader/a.h:1: core/loader may not use core/pki");
    wrong("core/loader/a.h", R"(  #  include   "core/pki/b.h")", "core/loader/a.h:1: core/loader may not use core/pki");
    wrong("core/monitor/a.h", R"(#include "core/provision/b.h")", "core/monitor/a.h:1: core/monitor may not use core/provision");
    wrong("core/kit/a.h", R"(#include "app/cli/b.h")", "core/kit/a.h:1: core/kit may not use app");
    wrong("core/provision/a.h", R"(#include "firmware/virtual/b.h")", "core/provision/a.h:1: core/provision may not use firmware");
    wrong("core/provision/a.h", "#include <QWidget>", "core/provision/a.h:1: core/provision may not use Qt Gui or Qt Widgets: <QWidget>");
    wrong("core/provision/a.h", "#include <QtGui/QColor>", "core/provision/a.h:1: core/provision may not use Qt Gui or Qt Widgets: <QtGui/QColor>");
    wrong("core/provision/a.h", "#include <QColor>", "core/provision/a.h:1: core/provision may not use Qt Gui or Qt Widgets: <QColor>");
    wrong("firmware/virtual/a.h", R"(#include "core/loader/slip.h")", "firmware/virtual/a.h:1: firmware may not use core/loader");
    wrong("firmware/agent/a.h", R"(#include "core/base/b.h")", "firmware/agent/a.h:1: firmware may not use core/base");
    wrong("app/cli/a.cpp", R"(#include "firmware/virtual/b.h")", "app/cli/a.cpp:1: app may not use firmware");
    wrong("app/cli/a.cpp", R"(#include "tests/wire/b.h")", "app/cli/a.cpp:1: app may not use tests");
    wrong("core/news/a.cpp", "", "core/news/a.cpp: belongs to no layer; name its folder in tests/layers/layer_rules.cpp");
    wrong("core/pki/CMakeLists.txt", "    LIBS espseal_base espseal_loader)", "core/pki/CMakeLists.txt:1: core/pki may not use core/loader");
    wrong("core/flash/CMakeLists.txt", "LIBS Qt6::Gui", "core/flash/CMakeLists.txt:1: core/flash may not link Qt6::Gui");
    wrong("firmware/agent/CMakeLists.txt", "LIBS espseal_base", "firmware/agent/CMakeLists.txt:1: firmware may not use core/base");
}

void TestLayers::made_up()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, sentence);
    QTemporaryDir root;
    write(root.path(), u"core/pki/b.h"_s, "#pragma once\n");
    write(root.path(), file, content);
    QCOMPARE(layers::violations(root.path()), sentence.isEmpty() ? QStringList() : QStringList { sentence });
}

void TestLayers::finds_every_one()
{
    QTemporaryDir root;
    write(root.path(), u"core/pki/a.h"_s, "#pragma once\n#include \"core/flash/a.h\"\n#include \"core/wire/a.h\"\n#include \"core/loader/a.h\"\n");
    write(root.path(), u"app/studio/pages/a.cpp"_s, "#include \"firmware/agent/a.h\"\n");
    QCOMPARE(layers::violations(root.path()),
        (QStringList { u"app/studio/pages/a.cpp:1: app may not use firmware"_s, u"core/pki/a.h:2: core/pki may not use core/flash"_s,
            u"core/pki/a.h:4: core/pki may not use core/loader"_s }));
}

void TestLayers::this_tree()
{
    const QString root = QStringLiteral(ESPSEAL_SOURCE_DIR);
    QVERIFY(QFile::exists(root + u"/core/wire/blob.h"_s));
    QCOMPARE(layers::violations(root).join(u'\n'), QString());
}

QTEST_APPLESS_MAIN(TestLayers)
#include "tst_layers.moc"
