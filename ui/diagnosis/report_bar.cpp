#include "ui/diagnosis/report_bar.h"

#include "core/diagnosis/report_har.h"
#include "core/diagnosis/report_markdown.h"
#include "ui/style/flow_layout.h"
#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPushButton>
#include <QRegularExpression>
#include <QSaveFile>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

/// `diagnosis-registry.example.com-group-app-2026-11-17`
QString fileName(const diagnosis::Diagnosis &diagnosis)
{
    static const QRegularExpression odd(QStringLiteral("[^A-Za-z0-9._-]+"));
    QString target = diagnosis.evidence.target.typed;
    target.replace(odd, QStringLiteral("-"));
    return QStringLiteral("diagnosis-%1-%2").arg(target.left(80), diagnosis.started.date().toString(Qt::ISODate));
}

} // namespace

ReportBar::ReportBar(QWidget *parent)
    : QWidget(parent)
    , m_copy(new QPushButton(tr("C&opy report"), this))
    , m_save(new QPushButton(tr("&Save report…"), this))
    , m_again(new QPushButton(tr("&Run again"), this))
    , m_said(new Label(Label::Role::Caption, {}, this))
{
    const int unit = gridUnit(this);
    auto *column = new QVBoxLayout(this);
    setGap(column, this, 1);
    auto *buttons = new FlowLayout;
    buttons->setSpacing(unit);
    for (QPushButton *button : { m_copy, m_save, m_again }) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    column->addLayout(buttons);
    column->addWidget(m_said);
    m_said->setObjectName(QStringLiteral("reportSaid"));
    m_said->hide();
    setIcon(m_copy, QStringLiteral("copy"));
    setIcon(m_save, QStringLiteral("save"));
    setIcon(m_again, QStringLiteral("checking"));
    m_copy->setObjectName(QStringLiteral("copyReport"));
    m_save->setObjectName(QStringLiteral("saveReport"));
    m_again->setObjectName(QStringLiteral("runAgain"));
    m_copy->setToolTip(tr("Copies everything that was seen, as Markdown. No password and no token is in it."));
    connect(m_copy, &QPushButton::clicked, this, &ReportBar::copy);
    connect(m_save, &QPushButton::clicked, this, &ReportBar::chooseFile);
    connect(m_again, &QPushButton::clicked, this, &ReportBar::againRequested);
}

void ReportBar::present(const diagnosis::Diagnosis &diagnosis)
{
    m_diagnosis = diagnosis;
    m_said->setTextOrHide({});
}

void ReportBar::setRunning(bool running)
{
    m_again->setEnabled(!running);
}

void ReportBar::copy()
{
    QGuiApplication::clipboard()->setText(diagnosis::markdownReport(m_diagnosis));
    m_said->setTone(std::nullopt);
    m_said->setTextOrHide(tr("Copied. No password and no token is in it."));
}

void ReportBar::chooseFile()
{
    const QString markdown = tr("Report for people (*.md)");
    const QString har = tr("Exchanges as HTTP archive (*.har)");
    auto *dialog = new QFileDialog(this, tr("Save the report"), {}, markdown + QStringLiteral(";;") + har);
    dialog->setObjectName(QStringLiteral("chooseReport"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("md"));
    dialog->selectFile(fileName(m_diagnosis) + QStringLiteral(".md"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, har](const QString &filter) {
        dialog->setDefaultSuffix(filter == har ? QStringLiteral("har") : QStringLiteral("md"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this, dialog, har](const QString &path) {
        const QString suffix = QFileInfo(path).suffix();
        save(path, suffix == QLatin1String("har") || (suffix != QLatin1String("md") && dialog->selectedNameFilter() == har));
    });
    dialog->open();
}

void ReportBar::save(const QString &path, bool har)
{
    const QByteArray report = har ? diagnosis::harReport(m_diagnosis) : diagnosis::markdownReport(m_diagnosis).toUtf8();
    QSaveFile file(path);
    const bool saved = file.open(QIODevice::WriteOnly) && file.write(report) == report.size() && file.commit();
    m_said->setTone(saved ? std::nullopt : std::optional(Tone::Bad));
    m_said->setTextOrHide(saved ? tr("Saved as %1. No password and no token is in it.").arg(path)
                                : tr("%1 could not be written: %2 Choose another folder.").arg(path, file.errorString()));
}

} // namespace wharf::ui
