#pragma once

#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QWidget>

#include "core/accounts/account_checker.h"
