#include "ui/diagnosis/upload_consent.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"

#include <QCheckBox>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>

namespace wharf::ui {

namespace {

QString key()
{
    return QStringLiteral("diagnose/trialUpload");
}

} // namespace

UploadConsent::UploadConsent(QSettings &settings, QWidget *page)
    : QObject(page)
    , m_settings(settings)
    , m_page(page)
{
}

UploadConsent::Answer UploadConsent::kept(const QSettings &settings)
{
    const QString value = settings.value(key()).toString();
    if (value == QLatin1String("always"))
        return Answer::Upload;
    return value == QLatin1String("never") ? Answer::Without : Answer::Ask;
}

void UploadConsent::keep(QSettings &settings, Answer answer)
{
    switch (answer) {
    case Answer::Ask: settings.remove(key()); break;
    case Answer::Upload: settings.setValue(key(), QStringLiteral("always")); break;
    case Answer::Without: settings.setValue(key(), QStringLiteral("never")); break;
    }
}

void UploadConsent::ask(const QString &repository)
{
    const Answer forGood = kept(m_settings);
    if (forGood != Answer::Ask)
        Q_EMIT answered(forGood == Answer::Upload);
    else if (m_answers.contains(repository))
        Q_EMIT answered(m_answers.value(repository));
    else
        open(repository);
}

void UploadConsent::withdraw()
{
    delete m_page->findChild<QMessageBox *>(QStringLiteral("confirmUpload"));
}

void UploadConsent::open(const QString &repository)
{
    withdraw();
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Diagnose"), tr("Try a small upload to %1, too?").arg(repository),
                                QMessageBox::Cancel, m_page);
    box->setObjectName(QStringLiteral("confirmUpload"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(icon(QStringLiteral("repository")).pixmap(4 * gridUnit(m_page)));
    box->setInformativeText(tr("Wharfinger starts an upload, sends 2 MiB, and takes it back. No image is stored, and no tag changes. "
                               "It shows size limits and missing rights that nothing else shows."));
    auto *always = new QCheckBox(tr("&Do not ask again"), box);
    always->setObjectName(QStringLiteral("uploadAlways"));
    box->setCheckBox(always);
    QPushButton *upload = box->addButton(tr("&Try the upload"), QMessageBox::AcceptRole);
    QPushButton *without = box->addButton(tr("&Without the upload"), QMessageBox::ActionRole);
    upload->setObjectName(QStringLiteral("withUpload"));
    without->setObjectName(QStringLiteral("withoutUpload"));
    box->setDefaultButton(upload);
    connect(box, &QMessageBox::buttonClicked, this, [this, upload, without, always, repository](const QAbstractButton *button) {
        const bool yes = button == static_cast<const QAbstractButton *>(upload);
        if (!yes && button != static_cast<const QAbstractButton *>(without))
            return;
        m_answers.insert(repository, yes);
        if (always->isChecked())
            keep(m_settings, yes ? Answer::Upload : Answer::Without);
        Q_EMIT answered(yes);
    });
    box->open();
}

} // namespace wharf::ui
