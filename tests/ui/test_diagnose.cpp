#include "tests/ui/window_rig.h"

#include "core/diagnosis/step.h"
#include "ui/diagnosis/finding_view.h"
#include "ui/diagnosis/upload_consent.h"

#include <QAccessible>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTabBar>

using namespace wharf;
using test::Answer;
using test::SeenRequest;
using test::WindowRig;

namespace {

void click(QWidget *widget)
{
    QTest::mouseClick(widget, Qt::LeftButton);
}

/// The rig with its account in front on *Diagnose*, a run of a few seconds, and no engine to ask: what it says is the
/// machine's, not the test's.
class DiagnoseRig final : public WindowRig {
public:
    DiagnoseRig()
    {
        for (const char *variable : { "DOCKER_HOST", "CONTAINER_HOST" })
            qputenv(variable, "unix:///nonexistent/engine.sock");
        qputenv("DOCKER_CONFIG", folder.filePath(QStringLiteral("docker")).toUtf8());
        qputenv("REGISTRY_AUTH_FILE", folder.filePath(QStringLiteral("containers/auth.json")).toUtf8());
        examiner = [](diagnosis::Question question, const std::shared_ptr<const Clock> &clock, const std::shared_ptr<Stop> &stop,
                      const diagnosis::StepObserver &observer) {
            question.askDaemon = false;
            return diagnosis::examine(std::move(question), clock, stop, observer);
        };
    }

    void openDiagnose(const char *signIn)
    {
        account = putAccount(signIn);
        openWindow();
        window->showAccount(account.id);
        QTest::keyClick(window.get(), Qt::Key_4, Qt::ControlModifier);
        QVERIFY(field()->isVisible());
    }

    [[nodiscard]] QPlainTextEdit *field() const { return shown<QPlainTextEdit>("diagnoseWhat"); }
    [[nodiscard]] QString verdict() const
    {
        const auto *title = shown<QLabel>("verdictTitle");
        return title ? title->text() : QString();
    }
    [[nodiscard]] QWidget *step(const char *name) const { return find((QByteArray("step-") + name).constData()); }
    [[nodiscard]] bool isRunning() const { return shown("cancelDiagnosis") != nullptr; }

    /// The one of that name that can be seen; null where none can.
    template <class Widget = QWidget>
    [[nodiscard]] Widget *shown(const char *name) const
    {
        const auto all = window->findChildren<Widget *>(QLatin1String(name));
        for (Widget *one : all) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    }

    void ask(const QString &text)
    {
        field()->setFocus();
        field()->selectAll();
        QTest::keyClicks(field(), text);
        QTest::keyClick(field(), Qt::Key_Return);
    }

    accounts::Account account;
};

/// A proxy before the token server that passes no header on.
void stripHeader(DiagnoseRig &rig, test::TestServer &realm)
{
    realm.handle("/jwt/auth", [](const SeenRequest &) {
        return Answer::json(403, R"({"errors":[{"code":"DENIED","message":"access forbidden"}]})").with("Server", "nginx/1.22.1");
    });
    const QByteArray url = realm.url(QStringLiteral("/jwt/auth")).toEncoded();
    rig.registry.handle("/v2/", [url](const SeenRequest &) {
        return Answer::json(401, "{}")
            .with("Docker-Distribution-Api-Version", "registry/2.0")
            .with("WWW-Authenticate", "Bearer realm=\"" + url + "\",service=\"container_registry\"");
    });
}

constexpr int longEnough = 20000;

} // namespace

/// What people do on *Diagnose*, and what they are told.
class TestDiagnose final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // What this machine's own credential helpers say is another test's business.
    void initTestCase() { qputenv("PATH", "/nonexistent"); }
    void init() { test::failOnWarnings(); }

    void aHealthyRegistryIsCalledHealthy()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        QCOMPARE(rig.field()->toPlainText(), rig.host());
        click(rig.find("diagnose"));
        QVERIFY(rig.isRunning());
        QVERIFY(!rig.shown("diagnose"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY2(rig.find("verdict")->accessibleName().startsWith(QStringLiteral("all well")), qPrintable(rig.verdict()));
        QVERIFY(rig.step("credential")->accessibleName().contains(QStringLiteral("fine")));
        QVERIFY(rig.step("repository")->accessibleName().contains(QStringLiteral("left out")));
        QVERIFY(rig.shown("diagnose"));
    }

    void aRefusedTokenIsSaidWithItsReasonAndRemedy()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal-revoked");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY(rig.find("verdict")->accessibleName().startsWith(QStringLiteral("a problem")));
        QVERIFY(rig.step("credential")->accessibleName().contains(QStringLiteral("failed")));
        QVERIFY(rig.shown<QLabel>("remedyStep"));
    }

    void aStrippedHeaderHasABlockToCopy()
    {
        DiagnoseRig rig;
        test::TestServer realm;
        stripHeader(rig, realm);
        rig.openDiagnose("personal");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY2(rig.verdict().contains(QStringLiteral("Authorization")), qPrintable(rig.verdict()));
        auto *copy = rig.find("remedyBlock")->findChild<QWidget *>(QStringLiteral("copyBlock"));
        QVERIFY(copy->isVisible());
        click(copy);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("proxy_set_header Authorization")));
    }

    void stepsFillInWhileItRuns()
    {
        DiagnoseRig rig;
        test::TestServer realm;
        realm.answer("/jwt/auth", Answer::doing(Answer::Manner::Hang));
        const QByteArray url = realm.url(QStringLiteral("/jwt/auth")).toEncoded();
        rig.registry.handle("/v2/", [url](const SeenRequest &) {
            return Answer::json(401, "{}").with("WWW-Authenticate", "Bearer realm=\"" + url + "\",service=\"x\"");
        });
        rig.openDiagnose("personal");
        rig.ask(rig.host());
        // The door has been seen, the token server hangs.
        QTRY_VERIFY_WITH_TIMEOUT(rig.step("ping")->accessibleName().contains(QStringLiteral("plain HTTP")), longEnough);
        QTRY_VERIFY_WITH_TIMEOUT(rig.step("realm")->accessibleName().contains(QStringLiteral("under way")), longEnough);
        QVERIFY(rig.isRunning());
        QVERIFY(rig.verdict().isEmpty());

        // Escape ends it, and says what was seen until then.
        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!rig.isRunning(), longEnough);
        QVERIFY(rig.find("diagnoseNotice")->accessibleName().contains(QStringLiteral("Stopped")));
        QVERIFY(rig.step("ping")->accessibleName().contains(QStringLiteral("plain HTTP")));
        QVERIFY(rig.shown("copyReport"));
        QVERIFY(rig.field()->hasFocus());
    }

    void runAgainAsksTheSameOnceMore()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal-revoked");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        const QString first = rig.verdict();
        const qsizetype requests = rig.registry.requests().size();
        click(rig.find("runAgain"));
        QVERIFY(rig.isRunning());
        QVERIFY(rig.verdict().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(rig.verdict(), first, longEnough);
        QVERIFY(rig.registry.requests().size() > requests);
    }

    void theReportHasEverythingButTheSecret()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        click(rig.find("copyReport"));
        const QString report = QGuiApplication::clipboard()->text();
        const QString secret = rig.world.signIn(QStringLiteral("personal")).secret;
        QVERIFY(report.contains(rig.host()));
        QVERIFY(report.contains(QStringLiteral("/v2/")));
        QVERIFY(!report.contains(secret));
        QVERIFY(!report.contains(QString::fromLatin1(secret.toUtf8().toBase64())));
        QVERIFY(rig.textOf("reportSaid").contains(QStringLiteral("Copied")));
        // Nor is it anywhere on the page once every step is open.
        const auto heads = rig.window->findChildren<QAbstractButton *>(QRegularExpression(QStringLiteral("^step-")));
        for (QAbstractButton *head : heads)
            head->setChecked(true);
        QVERIFY(rig.shown("exchange"));
        for (const auto *edit : rig.window->findChildren<QPlainTextEdit *>())
            QVERIFY(!edit->toPlainText().contains(secret));
    }

    void theReportIsSavedAsMarkdownOrHar()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        const QByteArray secret = rig.world.signIn(QStringLiteral("personal")).secret.toUtf8();
        for (const char *name : { "report.md", "report.har" }) {
            click(rig.find("saveReport"));
            auto *dialog = rig.find<QFileDialog>("chooseReport");
            const QString path = rig.folder.filePath(QLatin1String(name));
            dialog->setDirectory(rig.folder.path());
            dialog->findChild<QLineEdit *>()->setText(QLatin1String(name));
            QMetaObject::invokeMethod(dialog, "accept");
            QTRY_VERIFY(QFile::exists(path));
            const QByteArray saved = rig.clientFile(path).toUtf8();
            QCOMPARE(saved.startsWith('{'), path.endsWith(QStringLiteral("har")));
            QVERIFY(!saved.contains(secret));
            QTRY_VERIFY(!rig.window->findChild<QFileDialog *>());
        }
    }

    void whyOfARefusedAccountRunsAtOnce()
    {
        DiagnoseRig rig;
        rig.putAccount("personal-revoked");
        rig.openWindow();
        QVERIFY(!rig.shown("why"));
        click(rig.find("checkNow"));
        QTRY_COMPARE(rig.textOf("stateText"), QStringLiteral("Refused"));
        QVERIFY(rig.shown("why"));
        QCOMPARE(rig.find("why")->accessibleName(), QStringLiteral("Why does this account fail?"));
        click(rig.find("why"));
        QCOMPARE(rig.find<QTabBar>("pages")->currentIndex(), 3);
        QVERIFY(!rig.shown("why"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY(rig.find("verdict")->accessibleName().startsWith(QStringLiteral("a problem")));
    }

    void whyOfARefusedRepositoryAsksAboutIt()
    {
        DiagnoseRig rig;
        rig.registry.answer("/v2/group/app/tags/list", Answer::json(200, R"({"name":"group/app","tags":["1"]})"));
        rig.account = rig.putAccount("personal-read-only");
        rig.openWindow();
        QTest::keyClick(rig.window.get(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClicks(rig.find<QLineEdit>("repository"), QStringLiteral("group/app"));
        click(rig.find("showAccess"));
        QTRY_VERIFY(rig.shown("whyRefused"));
        click(rig.find("whyRefused"));
        QCOMPARE(rig.field()->toPlainText(), rig.host() + QStringLiteral("/group/app"));
        click(rig.find("withoutUpload"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY2(rig.find("verdict")->accessibleName().startsWith(QStringLiteral("a problem")), qPrintable(rig.verdict()));
    }

    void aLockedKeychainIsSaid()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        rig.store->failWith(Failure { .stage = Stage::Keychain, .kind = Kind::Locked });
        rig.ask(rig.host());
        QTRY_VERIFY(rig.shown("diagnoseNotice"));
        QVERIFY(!rig.isRunning());
        QCOMPARE(rig.registry.connections(), 0);
        // What Docker sends needs no keychain of ours.
        rig.find<QComboBox>("examined")->setCurrentIndex(1);
        rig.ask(rig.host());
        QVERIFY(!rig.shown("diagnoseNotice"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
    }

    void anotherAccountBringsAnEmptyPage()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal-revoked");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        const accounts::Account other = rig.putAccount("deploy");
        QVERIFY(!rig.verdict().isEmpty());
        rig.window->showAccount(other.id);
        QVERIFY(rig.verdict().isEmpty());
        QVERIFY(rig.find<QComboBox>("examined")->currentText().contains(other.userName));
    }

    void theSettingsTakeAnAnswerBack()
    {
        DiagnoseRig rig;
        ui::UploadConsent::keep(rig.settings, ui::UploadConsent::Answer::Upload);
        rig.putAccount("personal");
        rig.openWindow();
        rig.window->openSettings();
        auto *choice = rig.find<QComboBox>("trialUpload");
        QCOMPARE(choice->currentText(), QStringLiteral("Always"));
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Home);
        QCOMPARE(ui::UploadConsent::kept(rig.settings), ui::UploadConsent::Answer::Ask);
    }

    void aTokenIsSentToItsOwnRegistryOnly()
    {
        DiagnoseRig rig;
        test::TestServer other;
        rig.openDiagnose("personal");
        rig.ask(QStringLiteral("127.0.0.1:%1/group/app").arg(other.serverPort()));
        QVERIFY(rig.textOf("diagnoseError").contains(QStringLiteral("sent nowhere else")));
        QVERIFY(!rig.isRunning());
        QCOMPARE(other.connections(), 0);
        QVERIFY(rig.field()->hasFocus());
    }

    void theUploadIsAskedAboutOnce()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        const QString image = rig.host() + QStringLiteral("/group/app");
        rig.ask(image);
        QVERIFY(!rig.isRunning());
        auto *box = rig.find<QMessageBox>("confirmUpload");
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        QVERIFY(!rig.isRunning());

        rig.ask(image);
        click(rig.find("withoutUpload"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        // A question that is taken back leaves the answer as it was.
        rig.ask(rig.host() + QStringLiteral("/group/third"));
        QTest::keyClick(rig.find("confirmUpload"), Qt::Key_Escape);
        QTRY_VERIFY(!rig.window->findChild<QMessageBox *>());
        click(rig.find("runAgain"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        for (const SeenRequest &request : rig.registry.requests())
            QVERIFY(!request.path().contains("/group/third/"));
        rig.ask(image);
        QVERIFY(rig.isRunning()); // remembered for this repository
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QCOMPARE(ui::UploadConsent::kept(rig.settings), ui::UploadConsent::Answer::Ask);

        rig.ask(rig.host() + QStringLiteral("/group/other"));
        rig.find<QAbstractButton>("uploadAlways")->setChecked(true);
        click(rig.find("withUpload"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QCOMPARE(ui::UploadConsent::kept(rig.settings), ui::UploadConsent::Answer::Upload);
        for (const SeenRequest &request : rig.registry.requests())
            QVERIFY(request.method != "PATCH" || request.path().contains("/group/other/"));
    }

    void pastedOutputIsReadWhilePasted()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        rig.field()->clear();
        const int before = rig.field()->height();
        rig.field()->insertPlainText(QStringLiteral("The push refers to repository [%1/group/app]\n5f70bf18a086: Preparing\ndenied: access forbidden").arg(rig.host()));
        QVERIFY(rig.textOf("recognised").contains(rig.host() + QStringLiteral("/group/app")));
        QVERIFY(rig.textOf("recognised").contains(QStringLiteral("access forbidden")));
        QTRY_VERIFY(rig.field()->height() > before);
        QTest::keyClick(rig.field(), Qt::Key_Return);
        click(rig.find("withoutUpload"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
    }

    void withoutAnAccountItStandsAlone()
    {
        DiagnoseRig rig;
        rig.openWindow();
        click(rig.find("welcomeDiagnose"));
        QVERIFY(rig.field()->hasFocus());
        QTest::keyClick(rig.field(), Qt::Key_Return);
        QVERIFY(rig.textOf("diagnoseError").contains(QStringLiteral("Type a host")));
        QTest::keyClicks(rig.field(), rig.host());
        auto *examined = rig.find<QComboBox>("examined");
        examined->setFocus();
        QTest::keyClick(examined, Qt::Key_Down);
        QCOMPARE(examined->currentText(), QStringLiteral("Nobody’s (anonymous)"));
        click(rig.find("diagnose"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QTest::keyClick(rig.field(), Qt::Key_Escape);
        QVERIFY(rig.find("welcomeAdd")->isVisible());
    }

    void theKeyWorksFromAnywhere()
    {
        DiagnoseRig rig;
        rig.putAccount("personal");
        rig.openWindow();
        auto *search = rig.find<QLineEdit>("search");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("127"));
        search->setCursorPosition(0);
        QTest::keyClick(search, Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(search->text(), QStringLiteral("127"));
        QVERIFY(rig.field()->hasFocus());
        QTest::keyClick(rig.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(!rig.shown("diagnoseWhat"));
    }

    void theKeyboardIsEnough()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal");
        QTest::keyClick(rig.window.get(), Qt::Key_D, Qt::ControlModifier);
        QVERIFY(rig.field()->hasFocus());
        QTest::keyClick(rig.field(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        QVERIFY(rig.field()->hasFocus());
        // On with Tab: the button, the choice, the report, the steps.
        QStringList order;
        for (int i = 0; i < 12 && !rig.window->focusWidget()->objectName().startsWith(QStringLiteral("step-")); ++i) {
            order.append(rig.window->focusWidget()->objectName());
            QTest::keyClick(rig.window->focusWidget(), Qt::Key_Tab);
        }
        QCOMPARE(order, QStringList({ QStringLiteral("diagnoseWhat"), QStringLiteral("diagnose"), QStringLiteral("examined"),
                                      QStringLiteral("copyReport"), QStringLiteral("saveReport"), QStringLiteral("runAgain") }));
        auto *first = qobject_cast<QAbstractButton *>(rig.window->focusWidget());
        QCOMPARE(first->objectName(), QStringLiteral("step-target"));
        QTest::keyClick(first, Qt::Key_Right);
        QVERIFY(rig.shown("stepBody"));
        QTest::keyClick(first, Qt::Key_Left);
        QVERIFY(!rig.shown("stepBody"));
        QTest::keyClick(first, Qt::Key_Return);
        QVERIFY(rig.shown("stepBody"));
        QTest::keyClick(first, Qt::Key_Down);
        QCOMPARE(rig.window->focusWidget()->objectName(), QStringLiteral("step-clients"));
        QTest::keyClick(rig.window->focusWidget(), Qt::Key_Up);
        QVERIFY(first->hasFocus());
    }

    void everythingHasAName()
    {
        DiagnoseRig rig;
        rig.openDiagnose("personal-revoked");
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        for (QWidget *widget : rig.window->findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible())
                continue;
            QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(spoken && !spoken->text(QAccessible::Name).isEmpty(), qPrintable(widget->objectName()));
        }
    }

    void nothingIsCutOffInASmallWindow()
    {
        DiagnoseRig rig;
        test::TestServer realm;
        stripHeader(rig, realm);
        rig.openDiagnose("personal");
        rig.window->resize(720, 480);
        rig.ask(rig.host());
        QTRY_VERIFY_WITH_TIMEOUT(!rig.verdict().isEmpty(), longEnough);
        for (const auto *label : rig.find("verdict")->findChildren<QLabel *>()) {
            QTRY_VERIFY2(label->width() >= label->minimumSizeHint().width(), qPrintable(label->text()));
            QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
        }
        const auto blocks = rig.find("verdict")->findChildren<QPlainTextEdit *>();
        QVERIFY(!blocks.isEmpty());
        for (const QPlainTextEdit *block : blocks)
            QTRY_COMPARE(block->verticalScrollBar()->maximum(), 0);
    }

    void anOpenRunEndsWithTheWindow()
    {
        DiagnoseRig rig;
        rig.registry.answer("/v2/", Answer::doing(Answer::Manner::Hang));
        rig.openDiagnose("personal");
        rig.ask(rig.host());
        QTRY_VERIFY(!rig.registry.requests().isEmpty());
        rig.closeWindow();
        QTest::qWait(50);
    }

    void remediesFallIntoStepsAndBlocks()
    {
        using ui::RemedyStep;
        QCOMPARE(ui::remedySteps({ QStringLiteral("Add this:"), QStringLiteral("    location / {"), QStringLiteral("        pass;"),
                                   QStringLiteral("    }"), QStringLiteral("Reload.") }),
                 QList<RemedyStep>({ { .sentence = QStringLiteral("Add this:"), .block = QStringLiteral("location / {\n    pass;\n}") },
                                     { .sentence = QStringLiteral("Reload."), .block = {} } }));
        QVERIFY(ui::remedySteps({}).isEmpty());
    }
};

QTEST_MAIN(TestDiagnose)
#include "test_diagnose.moc"
