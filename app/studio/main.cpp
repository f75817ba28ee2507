// SPDX-License-Identifier: Apache-2.0
#include "app/studio/examine/examine_window.h"
#include "app/studio/shell/main_window.h"
#include "app/studio/studio.h"
#include "app/studio/theme/theme.h"
#include "core/base/english_plurals.h"
#include "core/base/process.h"

#include <QApplication>
#include <QCommandLineParser>

using namespace Qt::StringLiterals;
using namespace espseal::studio;

int main(int argc, char **argv)
{
    espseal::protect_process();
    QApplication application(argc, argv);
    espseal::EnglishPlurals plurals;
    QApplication::installTranslator(&plurals);
    QApplication::setOrganizationName(u"espseal"_s);
    QApplication::setApplicationName(u"espseal-studio"_s);
    QApplication::setApplicationDisplayName(u"espseal"_s);
    QApplication::setApplicationVersion(QStringLiteral(ESPSEAL_VERSION));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Gives an ESP8266 its TLS identity and shows that it works."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption board(u"virtual-device"_s, QApplication::translate("main", "Start with the virtual board plugged in and chosen."));
    const QCommandLineOption pace(u"real-pace"_s, QApplication::translate("main", "The virtual board takes the time that a real one takes."));
    const QCommandLineOption workspace(u"workspace"_s, QApplication::translate("main", "Keep certificates and keys in this folder."), u"folder"_s);
    parser.addOptions({ board, pace, workspace });
    parser.addPositionalArgument(u"files"_s,
        QApplication::translate("main", "A flash plan to open; or certificates, keys, requests, lists and blobs to look at, without a workspace."),
        u"[files...]"_s);
    parser.process(application);
    const QStringList files = parser.positionalArguments();
    if (!files.isEmpty() && !is_plan(files.constFirst())) {
        apply_theme(application, Settings().scheme());
        ExamineWindow viewer;
        viewer.open(files);
        viewer.show();
        return QApplication::exec();
    }

    StudioOptions options;
    options.workspace = parser.value(workspace);
    options.real_pace = parser.isSet(pace);
    Studio studio(options);
    apply_theme(application, studio.settings.scheme());
    MainWindow window(studio);
    window.show();
    if (parser.isSet(board))
        studio.actions.action(action::virtual_start).trigger();
    if (!files.isEmpty())
        window.plans().open(files.constFirst());
    return QApplication::exec();
}
