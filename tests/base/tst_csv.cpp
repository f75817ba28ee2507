// SPDX-License-Identifier: Apache-2.0
// CSV as RFC 4180 has it and as spreadsheet programs write it.
#include <QTest>

#include "core/base/csv.h"

using namespace espseal;
using namespace Qt::StringLiterals;

namespace {

Result<CsvTable> read(const QByteArray &text)
{
    return read_csv({ reinterpret_cast<const std::uint8_t *>(text.constData()), static_cast<std::size_t>(text.size()) }, u"x.csv"_s);
}

// "line:field|field ..." of all rows, then "!line" of all problems.
QString shown(const CsvTable &table)
{
    QStringList parts { table.header.join(u'|') };
    for (const CsvRow &row : table.rows)
        parts << u"%1:%2"_s.arg(row.line).arg(row.fields.join(u'|'));
    for (const CsvProblem &problem : table.problems)
        parts << u"!%1"_s.arg(problem.line);
    return parts.join(u" / "_s).replace(u'\n', u'~');
}

} // namespace

class CsvTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &text, const QString &expected) { QTest::newRow(name) << text << expected; };
        row("plain", "name,san\na,b\n", u"name|san / 2:a|b"_s);
        row("CRLF, no end of the last line", "name,san\r\na,b\r\nc,d", u"name|san / 2:a|b / 3:c|d"_s);
        row("old line ends", "name,san\ra,b\rc,d\r", u"name|san / 2:a|b / 3:c|d"_s);
        row("byte order mark", "\xEF\xBB\xBFname,san\na,b\n", u"name|san / 2:a|b"_s);
        row("semicolons", "name;san\na;b,c\n", u"name|san / 2:a|b,c"_s);
        row("tabs", "name\tsan\na\tb,c;d\n", u"name|san / 2:a|b,c;d"_s);
        row("one column", "name\na\nb\n", u"name / 2:a / 3:b"_s);
        row("quotes", "name,san\n\"a,b\",\"say \"\"hi\"\"\"\n", u"name|san / 2:a,b|say \"hi\""_s);
        row("separator in a quoted header", "\"name\",\"a;b;c\"\nx,y\n", u"name|a;b;c / 2:x|y"_s);
        row("line ends in quotes", "name,san\n\"a\nb\r\nc\",d\ne,f\n", u"name|san / 2:a~b\r~c|d / 5:e|f"_s);
        row("empty fields", "name,san\n,\n\"\",x\na,\n", u"name|san / 3:|x / 4:a|"_s);
        row("empty lines", "\n\nname,san\n\na,b\n\n   \n", u"name|san / 5:a|b"_s);
        row("spaces stay in fields", " name , san \n a , b \n", u"name|san / 2: a | b "_s);
        row("umlauts", "name\nGewächshaus\n", u"name / 2:Gewächshaus"_s);
        row("too few and too many", "name,san\na\nb,c\nd,e,f\n", u"name|san / 3:b|c / !2 / !4"_s);
        row("stray quotes", "name,san\na\"b,c\n\"a\"b,c\nd,e\n", u"name|san / 4:d|e / !2 / !3"_s);
        row("open quote", "name,san\na,b\n\"c,d\ne,f\n", u"name|san / 2:a|b / !3"_s);
        row("quote in the header", "na\"me,san\na,b\n", u" / !1"_s);
    }
    void reads()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, expected);
        const auto table = read(text);
        QVERIFY2(table, table ? "" : qPrintable(table.error().message));
        QCOMPARE(shown(*table), expected);
        for (const CsvProblem &problem : table->problems)
            QVERIFY(!problem.message.isEmpty());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        QTest::newRow("nothing") << QByteArray() << u"csv-empty"_s << u"x.csv"_s;
        QTest::newRow("only a mark") << QByteArray("\xEF\xBB\xBF") << u"csv-empty"_s << u"x.csv"_s;
        QTest::newRow("only lines") << QByteArray("\r\n\r\n") << u"csv-empty"_s << u"x.csv"_s;
        QTest::newRow("Latin 1") << QByteArray("name\na\nGew\xE4"
                                               "chshaus\n")
                                 << u"csv-encoding"_s << u"Line 3"_s;
        QTest::newRow("NUL") << QByteArray("name\na\0b\n", 9) << u"csv-encoding"_s << u"Line 2"_s;
        QTest::newRow("UTF-16") << QByteArray("\xFF\xFEn\0a\0", 6) << u"csv-encoding"_s << u"Line 1"_s;
        QTest::newRow("two columns of one name") << QByteArray("name,san,NAME\na,b,c\n") << u"csv-header"_s << u"Column 3"_s;
        QTest::newRow("a column without name") << QByteArray("name,,san\na,b,c\n") << u"csv-header"_s << u"Column 2"_s;
    }
    void refuses()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        const auto table = read(text);
        QVERIFY(!table);
        QCOMPARE(table.error().code, code);
        QVERIFY2(table.error().message.contains(says), qPrintable(table.error().message));
        QCOMPARE(exit_status(table.error()), 3);
    }

    void what_it_writes_it_reads()
    {
        const QStringList fields { u"plain"_s, u"a,b"_s, u"say \"hi\""_s, u"two\nlines"_s, u" space"_s, u""_s, u"ü"_s };
        QByteArray text = csv_line({ u"1"_s, u"2"_s, u"3"_s, u"4"_s, u"5"_s, u"6"_s, u"7"_s }).toUtf8() + csv_line(fields).toUtf8();
        QCOMPARE(read(text)->rows.first().fields, fields);
        QCOMPARE(csv_line({ u"a"_s, u"b;c"_s }), u"a,b;c\n"_s);
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
