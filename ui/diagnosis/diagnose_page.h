#pragma once

#include "ui/diagnosis/diagnose_input.h"
#include "ui/diagnosis/diagnosis_run.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QProgressBar;
class QPushButton;
class QSettings;

namespace wharf::ui {

class Card;
class EmptyState;
class Label;
class Notice;
class OtherFindings;
class PageArea;
class PasteField;
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
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeQuestion();
    [[nodiscard]] QWidget *makeChoice(QWidget *parent);
    void fillChoice();
    [[nodiscard]] Examined examined() const;
    [[nodiscard]] const accounts::Account *chosenAccount() const;
    void ask();
    void start(bool upload);
    void run(const DiagnosisRun::Order &order);
    void stepChanged(const diagnosis::Step &step);
    void finished(const diagnosis::Diagnosis &diagnosis);
    void failed(const Failure &failure);
    void showRunning(bool running);
    void textEdited();
    void clearResult();

    const accounts::AccountBook &m_book;
    std::optional<accounts::Account> m_account;
    DiagnosisRun *m_run;
    DiagnosisRun::Order m_order; ///< what runs, or ran last
    UploadConsent *m_consent;
    PageArea *m_area;
    QBoxLayout *m_row;
    PasteField *m_field;
    QComboBox *m_choice;
    QPushButton *m_ask;
    QPushButton *m_cancel;
    QProgressBar *m_progress;
    Label *m_recognised;
    Label *m_error;
    Notice *m_notice;
    VerdictCard *m_verdict;
    ReportBar *m_report;
    OtherFindings *m_others;
    Card *m_steps;
    StepRail *m_rail;
    EmptyState *m_empty;
};

} // namespace wharf::ui
