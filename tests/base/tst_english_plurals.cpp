// SPDX-License-Identifier: Apache-2.0
#include <QCoreApplication>
#include <QTest>

#include "core/base/english_plurals.h"

using namespace espseal;
using namespace Qt::StringLiterals;

class EnglishPluralsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void counts_choose_the_form_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("n");
        QTest::addColumn<QString>("shown");
        QTest::newRow("none") << u"%n sector(s)"_s << 0 << u"0 sectors"_s;
        QTest::newRow("one") << u"%n sector(s)"_s << 1 << u"1 sector"_s;
        QTest::newRow("many") << u"%n sector(s) written"_s << 7 << u"7 sectors written"_s;
        QTest::newRow("no count") << u"sector(s)"_s << -1 << u"sector(s)"_s;
        QTest::newRow("nothing to choose") << u"%n right already"_s << 2 << u"2 right already"_s;
    }
    void counts_choose_the_form()
    {
        QFETCH(QString, text);
        QFETCH(int, n);
        EnglishPlurals plurals;
        QVERIFY(QCoreApplication::installTranslator(&plurals));
        QTEST(QCoreApplication::translate("any", text.toUtf8().constData(), nullptr, n), "shown");
        QCoreApplication::removeTranslator(&plurals);
    }
};

QTEST_GUILESS_MAIN(EnglishPluralsTest)
#include "tst_english_plurals.moc"
