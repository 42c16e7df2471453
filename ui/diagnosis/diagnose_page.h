#pragma once

#include "ui/diagnosis/diagnose_question.h"
#include "ui/diagnosis/diagnosis_run.h"

#include <QWidget>

class QSettings;

namespace wharf::ui {

class Card;
class EmptyState;
class Notice;
class OtherFindings;
class PageArea;
class ReportBar;
class StepRail;
class UploadConsent;
class VerdictCard;

/// Why a sign-in, a pull or a push fails: a field that takes anything, the verdict, and the steps it rests on.
class DiagnosePage final : public QWidget {
    Q_OBJECT
public:
    DiagnosePage(const accounts::AccountBook &book, DiagnosisRun *run, QSettings &settings, QWidget *parent = nullptr);

    /// The account whose sign-in is examined unless somebody chooses otherwise; none for the page without one.
    void setAccount(const std::optional<accounts::Account> &account);
    /// Puts the text into the field and runs.
    void diagnose(const QString &text);
    /// Runs what ran last once more.
    void runAgain();
    void focusField();
    [[nodiscard]] bool isRunning() const { return m_run->isRunning(); }

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void ask(const DiagnoseQuestion::Asked &asked);
    void start(bool upload);
    void run();
    void stepChanged(const diagnosis::Step &step);
    void finished(const diagnosis::Diagnosis &diagnosis);
    void failed(const Failure &failure);
    void showRunning(bool running);
    void clearResult();

    QUuid m_account;
    bool m_presented = false;
    DiagnosisRun *m_run;
    DiagnosisRun::Order m_asked; ///< what was asked last, which may still wait for an answer about the upload
    DiagnosisRun::Order m_order; ///< what runs, or ran last
    UploadConsent *m_consent;
    PageArea *m_area;
    DiagnoseQuestion *m_question;
    Notice *m_notice;
    VerdictCard *m_verdict;
    ReportBar *m_report;
    OtherFindings *m_others;
    Card *m_steps;
    StepRail *m_rail;
    EmptyState *m_empty;
};

} // namespace wharf::ui
