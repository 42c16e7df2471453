#include "ui/push/push_options.h"

#include "ui/style/grid.h"
#include "ui/style/icons.h"
#include "ui/style/label.h"
#include "ui/wording/push_words.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace wharf::ui {

namespace {

constexpr qint64 megabyte = 1'000'000;

using Via = push::PushOrder::Via;

} // namespace

PushOptions::PushOptions(QWidget *parent)
    : QWidget(parent)
    , m_fold(new QToolButton(this))
    , m_body(new QWidget(this))
    , m_via(new QComboBox(m_body))
    , m_viaNote(new Label(Label::Role::Caption, {}, m_body))
    , m_jobs(new QSpinBox(m_body))
    , m_chunk(new QSpinBox(m_body))
    , m_rate(new QSpinBox(m_body))
{
    const int unit = gridUnit(this);
    m_fold->setObjectName(QStringLiteral("pushOptions"));
    m_fold->setText(tr("Options"));
    m_fold->setAccessibleName(tr("Options of the push"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setAutoRaise(true);
    m_fold->setCheckable(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    connect(m_fold, &QToolButton::toggled, this, &PushOptions::unfold);

    m_via->addItem(tr("Wharfinger, directly"), static_cast<int>(Via::Direct));
    m_via->addItem(tr("The container engine"), static_cast<int>(Via::Daemon));
    m_jobs->setRange(1, 16);
    m_jobs->setValue(push::PushOrder().jobs);
    m_chunk->setRange(0, 4000);
    m_chunk->setSpecialValueText(tr("As large as goes"));
    m_chunk->setSuffix(tr(" MB", "megabytes, after a number"));
    m_rate->setRange(0, 10000);
    m_rate->setSpecialValueText(tr("No limit"));
    m_rate->setSuffix(tr(" MB/s", "megabytes a second, after a number"));

    auto *form = new QFormLayout(m_body);
    form->setContentsMargins(3 * unit, 0, 0, 0);
    form->setHorizontalSpacing(2 * unit);
    form->setVerticalSpacing(unit);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    const auto row = [this, form](QWidget *field, const char *name, const QString &label) {
        auto *caption = new Label(Label::Role::Caption, label, m_body);
        caption->setWordWrap(false);
        caption->setMinimumHeight(field->sizeHint().height()); // the form aligns it with the top of its field
        caption->setBuddy(field);
        field->setObjectName(QLatin1String(name));
        field->setAccessibleName(QString(label).remove(QLatin1Char('&')));
        // What has the keyboard in a spin box is a field of its own.
        if (auto *inner = field->findChild<QLineEdit *>())
            inner->setAccessibleName(field->accessibleName());
        form->addRow(caption, field);
    };
    row(m_via, "pushVia", tr("&Uploaded by"));
    m_via->view()->setAccessibleName(m_via->accessibleName());
    form->addRow(m_viaNote);
    row(m_jobs, "pushJobs", tr("Uploads at a &time"));
    row(m_chunk, "pushChunk", tr("&Most in one request"));
    row(m_rate, "pushRate", tr("&Limit of speed"));

    auto *outer = new QVBoxLayout(this);
    setGap(outer, this, 1);
    outer->addWidget(m_fold, 0, Qt::AlignLeft);
    outer->addWidget(m_body);
    connect(m_via, &QComboBox::currentIndexChanged, this, &PushOptions::showWay);
    unfold(false);
    showWay();
}

void PushOptions::setSource(const push::SourceName &source)
{
    m_source = source;
    if (!source.isEngine())
        m_via->setCurrentIndex(0);
    m_via->setEnabled(source.isEngine());
    showWay();
}

void PushOptions::apply(push::PushOrder &order) const
{
    order.via = static_cast<Via>(m_via->currentData().toInt());
    order.jobs = m_jobs->value();
    order.chunkSize = m_chunk->value() * megabyte;
    order.bytesPerSecond = m_rate->value() * megabyte;
}

void PushOptions::showWay()
{
    const bool direct = m_via->currentData().toInt() == static_cast<int>(Via::Direct);
    if (!m_source.isEngine())
        m_viaNote->setText(tr("A file is always uploaded by Wharfinger."));
    else if (direct)
        m_viaNote->setText(tr("Every request goes out with a live token, and what breaks goes on where it stopped."));
    else
        m_viaNote->setText(tr("%1 pushes, as its own push command does: it gets the credential once, and cannot be paused.").arg(engineName(m_source.kind)));
    for (QWidget *own : std::initializer_list<QWidget *> { m_jobs, m_chunk, m_rate })
        own->setEnabled(direct);
}

void PushOptions::unfold(bool open)
{
    m_fold->setChecked(open);
    m_fold->setIcon(icon(open ? QStringLiteral("expand") : QStringLiteral("collapsed")));
    m_body->setVisible(open);
}

} // namespace wharf::ui
